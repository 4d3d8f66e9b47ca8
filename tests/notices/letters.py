"""What the tests of this folder post."""

from notices import workflow


def notice(cast, morning, who="school", **changed):
    made = workflow.tell(
        key=f"test:{who}",
        kind="joined",
        to=cast[who],
        reference="account",
        path="/x/",
        at=morning,
        sender=cast["manager"],
    )
    for name, value in changed.items():
        setattr(made, name, value)
    made.save()
    return made
