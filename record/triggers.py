"""The floor under the verbs: what PostgreSQL refuses whoever asks, declared with django-pgtrigger."""

import pgtrigger


def append_only():
    """A trigger for the Meta of a model whose rows are only ever added.

    Mark the model with `append_only = True` as well: its table is then left out of what the
    application role may change at all.
    """
    return pgtrigger.Trigger(
        name="append_only",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate,
        func="""
            RAISE EXCEPTION '% is append-only: add a row that corrects the earlier one', TG_TABLE_NAME
                USING ERRCODE = 'restrict_violation';
        """,
    )


def legal_moves(model):
    """Class decorator of a Stateful: PostgreSQL refuses a change of state that is not in its MOVES.

    It also refuses a new state under the old version, which no move would write.
    """
    pairs = sorted(
        {
            (str(source), str(source if target is None else target))
            for sources, target in model.MOVES.values()
            for source in sources
        }
    )
    listed = ", ".join(f"'{before} {after}'" for before, after in pairs)
    trigger = pgtrigger.Trigger(
        name="legal_moves",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("state"),
        condition=pgtrigger.Q(old__state__df=pgtrigger.F("new__state")),
        func=f"""
            IF (OLD.state || ' ' || NEW.state) NOT IN ({listed}) THEN
                RAISE EXCEPTION '% % cannot go from “%” to “%”: no move does that',
                    TG_TABLE_NAME, OLD.id, OLD.state, NEW.state USING ERRCODE = 'check_violation';
            END IF;
            IF NEW.version <= OLD.version THEN
                RAISE EXCEPTION '% % changed its state without a new version', TG_TABLE_NAME, OLD.id
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )
    return pgtrigger.register(trigger)(model)
