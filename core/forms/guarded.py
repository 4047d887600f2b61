"""Forms whose words pass the guard before they are saved."""

from django import forms

from core import guard

ANYWAY = "anyway"


class GuardedForm(forms.BaseForm):
    """A form that comes back once with what its words may give away, and is saved all the same when its writer says so.

    `GUARDED` names the fields that hold words. `finds` is what the guard has found, once the form was looked through.
    """

    GUARDED: tuple[str, ...] = ()
    finds: tuple[guard.Find, ...] = ()

    def may_be_saved(self) -> bool:
        """Whether it is valid, and nothing in it could identify someone or its writer has said to save all the same."""
        if not self.is_valid():
            return False
        self.finds = tuple(guard.find(*(self.cleaned_data.get(name) or "" for name in self.GUARDED)))
        return not self.finds or ANYWAY in self.data
