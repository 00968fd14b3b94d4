
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('record', '0001_tables'),
        ('reports', '0007_evaluations_and_scheduled_reports'),
        ('stations', '0004_short_sheets_are_ordered'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='evaluation',
            name='approved_is_locked',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='sheet',
            name='signed_is_locked',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evaluation',
            trigger=pgtrigger.compiler.Trigger(name='approved_is_locked', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" = \'approved\')', func="\n                    IF TG_OP = 'UPDATE' AND (NEW.state, NEW.rows, NEW.weights, NEW.budget, NEW.organisation_id,\n                        NEW.rhythm, NEW.since, NEW.until, NEW.year_since, NEW.days_full, NEW.least, NEW.made_by_id,\n                        NEW.approved_by_id, NEW.approved_at, COALESCE(OLD.file_id, NEW.file_id))\n                        IS NOT DISTINCT FROM (OLD.state, OLD.rows, OLD.weights, OLD.budget, OLD.organisation_id,\n                        OLD.rhythm, OLD.since, OLD.until, OLD.year_since, OLD.days_full, OLD.least, OLD.made_by_id,\n                        OLD.approved_by_id, OLD.approved_at, NEW.file_id)\n                    THEN\n                        RETURN NEW;\n                    END IF;\n                    RAISE EXCEPTION 'evaluation % is approved and does not change', OLD.id\n                        USING ERRCODE = 'restrict_violation';\n                ", hash='f6aa58bc80d52a749ff695ba466a7bb71294a3e4', operation='UPDATE OR DELETE', pgid='pgtrigger_approved_is_locked_0fc5d', table='reports_evaluation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sheet',
            trigger=pgtrigger.compiler.Trigger(name='signed_is_locked', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" = \'signed\')', func="\n                    IF TG_OP = 'UPDATE' AND (NEW.state, NEW.lines, NEW.corrections, NEW.organisation_id, NEW.rhythm,\n                        NEW.since, NEW.until, NEW.year_since, NEW.made_by_id, NEW.made_at, NEW.reviewed_by_id,\n                        NEW.reviewed_at, NEW.signed_by_id, NEW.signed_at, COALESCE(OLD.file_id, NEW.file_id))\n                        IS NOT DISTINCT FROM (OLD.state, OLD.lines, OLD.corrections, OLD.organisation_id, OLD.rhythm,\n                        OLD.since, OLD.until, OLD.year_since, OLD.made_by_id, OLD.made_at, OLD.reviewed_by_id,\n                        OLD.reviewed_at, OLD.signed_by_id, OLD.signed_at, NEW.file_id)\n                    THEN\n                        RETURN NEW;\n                    END IF;\n                    RAISE EXCEPTION 'sheet % is signed: what was wrong is corrected in the next one', OLD.id\n                        USING ERRCODE = 'restrict_violation';\n                ", hash='b9c68c7c2efa1f27a5579fbba5f8e03987a3d2bc', operation='UPDATE OR DELETE', pgid='pgtrigger_signed_is_locked_5fd84', table='reports_sheet', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='evaluation',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'approved')), fields=('organisation', 'rhythm', 'since'), name='evaluation_one_approved_for_a_term', violation_error_message='The awards of a term are shared out once.'),
        ),
    ]
