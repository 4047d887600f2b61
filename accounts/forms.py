from typing import Any

from django import forms

from accounts.models import User
from accounts.regulators import professions, regulators, tidy


class ProfileForm(forms.ModelForm):
    """Who a member is to their appraiser: name, profession, and their number on a register."""

    class Meta:
        model = User
        fields = ["display_name", "profession", "regulator", "registration_number"]
        labels = {"display_name": "Your name", "registration_number": "Registration number"}
        help_texts = {
            "display_name": "As it should stand on your appraisal summary.",
            "registration_number": "As it stands on the register. We check its shape; staff look it up.",
        }
        widgets = {"display_name": forms.TextInput(attrs={"autocomplete": "name"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nothing = ("", "Not given")
        self.fields["profession"] = forms.ChoiceField(
            required=False, choices=[nothing, *((name, name) for name in professions()), ("Other", "Other")]
        )
        self.fields["regulator"] = forms.ChoiceField(
            required=False, choices=[nothing, *((code, regulator.name) for code, regulator in regulators().items())]
        )
        self.order_fields(self.Meta.fields)

    def clean_display_name(self) -> str:
        name = self.cleaned_data["display_name"]
        if self.instance.is_staff and not name:
            raise forms.ValidationError("Articles that you write or review name you. Give your name.")
        return name

    def clean_registration_number(self) -> str:
        return tidy(self.cleaned_data["registration_number"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        number = cleaned.get("registration_number")
        regulator = regulators().get(cleaned.get("regulator", ""))
        if number and not regulator:
            self.add_error("regulator", "Choose the regulator whose register this number is on.")
        elif number and regulator and not regulator.accepts(number):
            self.add_error(
                "registration_number",
                f"A {regulator.number_name} has {regulator.shape}, such as {regulator.example}. Check the number.",
            )
        return cleaned

    def save(self, commit: bool = True) -> User:
        """Save the profile. A changed number is no longer one that staff confirmed."""
        if {"regulator", "registration_number"} & set(self.changed_data):
            self.instance.confirmed_by = self.instance.confirmed_at = None
        return super().save(commit)


class EraseForm(forms.Form):
    """That someone means it, and, if they wrote or reviewed articles, whether their name stays on them."""

    keeps_name = forms.BooleanField(required=False, label="Leave my name on the articles that I wrote or reviewed")
    is_meant = forms.BooleanField(
        label="Erase my account and all that is in it. I know that nobody can bring it back.",
        error_messages={"required": "Tick this box if you want your account erased. Nothing was erased yet."},
    )

    def __init__(self, *args: Any, is_on_record: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_on_record:
            del self.fields["keeps_name"]
