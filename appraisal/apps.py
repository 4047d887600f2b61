from django.apps import AppConfig


class AppraisalConfig(AppConfig):
    """What members make of what they read: diary, evidence, plans, summaries for their appraisal."""

    name = "appraisal"

    def ready(self) -> None:
        from appraisal import frozen
        from core import triggers

        triggers.register(frozen.TRIGGERS)
