"""Mediations, their sessions and offers, agreements and signatures."""

import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import record.fields


class Migration(migrations.Migration):

    initial = True
    replaces = [
        ("mediation", "0001_initial"),
        ("mediation", "0002_rooms_hold_one_session_and_a_mediator_signs_once"),
        ("mediation", "0003_items_settled_for_good"),
        ("mediation", "0004_who_pays_without_signing"),
    ]  # what databases from before the first release have run

    dependencies = [
        ('cases', '0001_tables'),
        ('record', '0001_tables'),
        ('stations', '0001_tables'),
        ('stations', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Mediation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('application', 'Application of a party'), ('own_initiative', 'Own initiative'), ('arb_advice', 'Advised by arbitration'), ('arb_entrust', 'Entrusted by arbitration'), ('court_pre_delegation', 'Delegated by the court'), ('court_entrust', 'Entrusted by the court')], default='application', max_length=24)),
                ('started_on', models.DateField()),
                ('employer_consented_on', models.DateField(blank=True, null=True)),
                ('extended_to', models.DateField(blank=True, null=True)),
                ('extension_reason', models.CharField(blank=True, max_length=200)),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('end_reason', models.CharField(blank=True, max_length=20)),
                ('undisputed_facts', models.TextField(blank=True)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mediations', to='stations.mediationbody')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mediations', to='cases.case')),
                ('mediator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mediations', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('case',), name='mediation_one_running_for_each_case'), models.CheckConstraint(condition=models.Q(('ended_on', None), models.Q(('end_reason', ''), _negated=True), _connector='OR'), name='mediation_ended_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Disclosure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tie', models.CharField(help_text='Empty of substance: none, said so.', max_length=300)),
                ('on', models.DateField()),
                ('recused', models.BooleanField(default=False)),
                ('parties_agreed', models.BooleanField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mediator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mediation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disclosures', to='mediation.mediation')),
            ],
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('means', models.CharField(choices=[('phone', 'Phone'), ('letter', 'Letter of enquiry'), ('sms', 'Text message'), ('visit', 'Visit'), ('other', 'Other')], max_length=8)),
                ('result', models.CharField(max_length=200)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('evidence', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.evidence')),
                ('mediation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='mediation.mediation')),
            ],
            options={
                'ordering': ['on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('state', models.CharField(choices=[('draft', 'Being drafted'), ('finalised', 'Finalised, to be signed'), ('effective', 'Effective'), ('void', 'Void')], default='draft', max_length=10)),
                ('facts', models.TextField(blank=True)),
                ('clauses', models.TextField(blank=True)),
                ('covers', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('wage_arrears', 'Wage arrears'), ('min_wage_shortfall', 'Shortfall against the minimum wage'), ('overtime_pay', 'Overtime pay'), ('severance_n', 'Severance pay (N)'), ('pay_in_lieu', 'Pay in lieu of notice'), ('unlawful_dismissal_2n', 'Compensation for unlawful dismissal (2N)'), ('double_wage', 'Double wage for want of a written contract'), ('unused_leave_pay', 'Pay for unused annual leave'), ('punitive_surcharge', 'Statutory surcharge'), ('injury_benefits', 'Work-injury benefits'), ('heat_allowance', 'Heat allowance'), ('late_interest', 'Interest for late performance'), ('probation_comp', 'Compensation for unlawful probation'), ('noncompete_comp', 'Non-compete compensation'), ('social_insurance_makeup', 'Social insurance to be made up'), ('housing_fund', 'Housing fund'), ('separation_certificate', 'Certificate of leaving and transfer of files'), ('reinstatement', 'Continued performance of the contract'), ('labour_relation_confirmation', 'Confirmation of the labour relation'), ('deposit_return', 'Return of deposit or documents'), ('labour_fee', 'Labour-service fee'), ('other', 'Other')], max_length=30), blank=True, default=list, size=None)),
                ('covers_confirmed', models.BooleanField(default=False)),
                ('low_total_reason', models.CharField(blank=True, max_length=300)),
                ('outsiders', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None)),
                ('read_witness', models.CharField(blank=True, default='', max_length=60)),
                ('acceleration', models.BooleanField(default=True)),
                ('payment_only', models.BooleanField(default=True)),
                ('route', models.CharField(blank=True, choices=[('', 'None'), ('review', 'Arbitration review'), ('confirmation', 'Judicial confirmation')], default='', max_length=14)),
                ('effective_on', models.DateField(blank=True, null=True)),
                ('void_reason', models.CharField(blank=True, max_length=200)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='cases.case')),
                ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('paper', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agreement', to='cases.paper')),
                ('mediation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='mediation.mediation')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'finalised'])), fields=('case',), name='agreement_one_open_for_each_case'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'effective'), _negated=True), ('effective_on__isnull', False), _connector='OR'), name='agreement_effective_has_its_day')],
            },
        ),
        migrations.CreateModel(
            name='PlannedInstalment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sequence', models.PositiveSmallIntegerField()),
                ('due_on', models.DateField()),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14)),
                ('manner', models.CharField(max_length=14)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='instalments', to='mediation.agreement')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.party')),
                ('payer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.party')),
            ],
            options={
                'ordering': ['due_on', 'sequence', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='planned_instalment_positive')],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sequence', models.PositiveSmallIntegerField()),
                ('mode', models.CharField(choices=[('on_site', 'On site'), ('phone', 'By phone'), ('video', 'By video'), ('shuttle', 'Shuttle'), ('visit', 'Visit')], default='on_site', max_length=8)),
                ('room', models.CharField(blank=True, max_length=60)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('interpreter', models.CharField(blank=True, max_length=60)),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('held', 'Held'), ('cancelled', 'Cancelled'), ('absent', 'Somebody did not come')], default='planned', max_length=10)),
                ('signing_plan', models.CharField(blank=True, max_length=200)),
                ('result', models.CharField(blank=True, max_length=300)),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mediation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='mediation.mediation')),
                ('mediator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to=settings.AUTH_USER_MODEL)),
                ('recorder', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('station', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stations.organisation')),
            ],
            options={
                'ordering': ['starts_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='session_ends_after_it_starts', violation_error_message='A session ends after it starts.'), models.UniqueConstraint(fields=('mediation', 'sequence'), name='session_numbered_once'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('state__in', ['planned', 'held'])), expressions=[(models.Func(models.F('mediator_id'), models.F('mediator_id'), models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func(models.F('starts_at'), models.F('ends_at'), function='tstzrange', output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()), '&&')], name='session_mediator_is_in_one_place', violation_error_message='The mediator already has a session at that time.'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('state__in', ['planned', 'held']), models.Q(('room', ''), _negated=True)), expressions=[(models.Func(models.Func(models.F('room'), models.F('station_id'), function='hashtextextended'), models.Func(models.F('room'), models.F('station_id'), function='hashtextextended'), models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func(models.F('starts_at'), models.F('ends_at'), function='tstzrange', output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()), '&&')], name='session_room_holds_one', violation_error_message='The room is taken at that time.')],
            },
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField()),
                ('side', models.CharField(choices=[('applicant', 'Applicant'), ('respondent', 'Respondent'), ('mediator', "Mediator's proposal")], max_length=10)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='cases.claim')),
                ('mediation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='mediation.mediation')),
                ('session', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='mediation.session')),
            ],
            options={
                'ordering': ['round', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('claim', 'round', 'side'), name='offer_one_for_each_round'), models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='offer_is_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='CaucusNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('side', models.CharField(choices=[('applicant', 'Applicant'), ('respondent', 'Respondent')], max_length=12)),
                ('text', record.fields.EncryptedTextField(label='mediation.caucus.text')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='caucus_notes', to='mediation.session')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('capacity', models.CharField(blank=True, max_length=60)),
                ('identity_checked', models.BooleanField(default=False)),
                ('present', models.BooleanField(blank=True, null=True)),
                ('called_number_last4', models.CharField(blank=True, max_length=4)),
                ('consented_at', models.DateTimeField(blank=True, null=True)),
                ('party', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.party')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='mediation.session')),
            ],
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('capacity', models.CharField(choices=[('party', 'Party'), ('agent', 'Agent with special authority'), ('payer', 'Paying party'), ('mediator', 'Mediator')], max_length=10)),
                ('way', models.CharField(choices=[('hand', 'By hand'), ('seal', 'Company seal'), ('fingerprint', 'Fingerprint, read aloud before a witness'), ('screen', 'On screen')], max_length=12)),
                ('signed_on', models.DateField()),
                ('text_hash', models.CharField(max_length=64)),
                ('strokes', record.fields.EncryptedTextField(blank=True, label='mediation.signature.strokes')),
                ('witness', models.CharField(blank=True, max_length=60)),
                ('at', models.DateTimeField()),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='mediation.agreement')),
                ('authority', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.evidence')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('image', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='record.storedfile')),
                ('mediator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.party')),
            ],
            options={
                'ordering': ['signed_on', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('party__isnull', False)), fields=('agreement', 'party'), name='signature_party_once'), models.UniqueConstraint(condition=models.Q(('mediator__isnull', False)), fields=('agreement', 'mediator'), name='signature_mediator_once')],
            },
        ),
        migrations.CreateModel(
            name='TranscriptLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('speaker', models.CharField(max_length=60)),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='mediation.session')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AgreementLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='mediation.agreement')),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreement_lines', to='cases.claim')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('agreement', 'claim'), name='agreement_line_once'), models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='agreement_line_not_negative')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreement',
            trigger=pgtrigger.compiler.Trigger(name='legal_moves', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))', func="\n            IF (OLD.state || ' ' || NEW.state) NOT IN ('draft finalised', 'draft void', 'finalised effective', 'finalised void') THEN\n                RAISE EXCEPTION '% % cannot go from “%” to “%”: no move does that',\n                    TG_TABLE_NAME, OLD.id, OLD.state, NEW.state USING ERRCODE = 'check_violation';\n            END IF;\n            IF NEW.version <= OLD.version THEN\n                RAISE EXCEPTION '% % changed its state without a new version', TG_TABLE_NAME, OLD.id\n                    USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='32e4b6cec686360c0913ec9e4ae67f50e56cabcb', operation='UPDATE OF "state"', pgid='pgtrigger_legal_moves_53f26', table='mediation_agreement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='offer',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only: add a row that corrects the earlier one', TG_TABLE_NAME\n                USING ERRCODE = 'restrict_violation';\n        ", hash='d5178fabf88c9f043db05e2b74eba701a955b612', level='STATEMENT', operation='UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_append_only_952da', table='mediation_offer', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='signature',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only: add a row that corrects the earlier one', TG_TABLE_NAME\n                USING ERRCODE = 'restrict_violation';\n        ", hash='bdee1b5b03e66ab1cd633014cfd6e11dd69d3aea', level='STATEMENT', operation='UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_append_only_c4e12', table='mediation_signature', when='BEFORE')),
        ),
    ]
