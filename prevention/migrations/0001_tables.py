
import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import record.fields


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0009_money_beyond_the_agreement'),
        ('parties', '0002_an_individual_has_his_identity_number'),
        ('record', '0001_tables'),
        ('stations', '0004_short_sheets_are_ordered'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('reminder', 'Reminder letter'), ('opinion', 'Opinion letter'), ('suggestion', 'Suggestion letter')], max_length=10, verbose_name='Kind of letter')),
                ('state', models.CharField(choices=[('draft', 'Being drafted'), ('waiting', 'Waiting for the head to sign it off'), ('issued', 'Signed off, to be served'), ('served', 'Served, waiting for the answer'), ('answered', 'Answered in writing'), ('mended', 'Put right'), ('not_mended', 'Not put right'), ('dropped', 'Draft dropped'), ('void', 'Void')], default='draft', editable=False, max_length=10)),
                ('subject', models.CharField(max_length=60, verbose_name='About')),
                ('facts', record.fields.EncryptedTextField(label='prevention.letter.facts', verbose_name='Facts found')),
                ('negotiation', record.fields.EncryptedTextField(blank=True, default='', label='prevention.letter.negotiation', verbose_name='What the employer said to it')),
                ('basis', models.TextField(verbose_name='Legal basis')),
                ('measures', record.fields.EncryptedTextField(label='prevention.letter.measures', verbose_name='Asked for')),
                ('feedback_by', models.DateField(blank=True, null=True, verbose_name='Result asked for by')),
                ('drafted_on', models.DateField()),
                ('returned_for', models.CharField(blank=True, max_length=300)),
                ('issued_on', models.DateField(blank=True, null=True)),
                ('finalised_at', models.DateTimeField(blank=True, null=True)),
                ('number', models.CharField(blank=True, default='', max_length=60)),
                ('verify_code', models.CharField(max_length=16, null=True, unique=True)),
                ('context', record.fields.EncryptedTextField(blank=True, default='', label='prevention.letter.context')),
                ('text', record.fields.EncryptedTextField(blank=True, default='', label='prevention.letter.text')),
                ('text_hash', models.CharField(blank=True, default='', max_length=64)),
                ('served_on', models.DateField(blank=True, null=True, verbose_name='Served on')),
                ('served_how', models.CharField(blank=True, choices=[('in_person', 'Handed over, received with signature'), ('post', 'By registered post'), ('electronic', 'Electronically, with consent')], max_length=10, verbose_name='Way of service')),
                ('rule', models.CharField(blank=True, default='', max_length=24)),
                ('reply_on', models.DateField(blank=True, null=True)),
                ('reply_due_on', models.DateField(blank=True, null=True)),
                ('reply_is_provisional', models.BooleanField(default=False)),
                ('reminded_on', models.DateField(blank=True, null=True)),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='Answered on')),
                ('answer', record.fields.EncryptedTextField(blank=True, default='', label='prevention.letter.answer', verbose_name='The answer')),
                ('objects_to_it', models.BooleanField(default=False, verbose_name='It objects to the letter')),
                ('concluded_on', models.DateField(blank=True, null=True)),
                ('conclusion', models.TextField(blank=True)),
                ('void_reason', models.CharField(blank=True, max_length=200)),
                ('answer_file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='record.storedfile')),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='cases.case')),
                ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='parties.employer')),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='record.storedfile')),
                ('follows', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='prevention.letter')),
                ('issuer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stations.organisation')),
                ('receiver', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stations.organisation', verbose_name='Addressed to')),
                ('service_proof', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='record.storedfile')),
                ('signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stations.organisation')),
                ('voided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['unit', 'issued_on'], name='letter_issued'), models.Index(condition=models.Q(('state', 'served')), fields=['reply_on'], name='letter_waited_for')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('number',), name='letter_number_once'), models.CheckConstraint(condition=models.Q(('signed_by', None), models.Q(('signed_by', models.F('drafted_by')), _negated=True), _connector='OR'), name='letter_signed_by_a_second_person', violation_error_message='Whoever drafted a letter does not sign it off.'), models.CheckConstraint(condition=models.Q(models.Q(('number', ''), ('state__in', ['draft', 'waiting', 'dropped'])), models.Q(models.Q(('number', ''), _negated=True), ('issued_on__isnull', False), ('signed_by__isnull', False)), _connector='OR'), name='letter_that_went_out_is_numbered_and_signed', violation_error_message='A letter that went out has its number, its day and who signed it off.'), models.CheckConstraint(condition=models.Q(models.Q(('follows__isnull', False), ('kind', 'suggestion'), ('receiver__isnull', False)), models.Q(models.Q(('kind', 'suggestion'), _negated=True), ('receiver', None)), _connector='OR'), name='letter_suggestion_is_to_an_authority_after_an_opinion', violation_error_message='A suggestion is addressed to an authority and follows an opinion.'), models.CheckConstraint(condition=models.Q(('served_on', None), ('served_on__gte', models.F('issued_on')), _connector='OR'), name='letter_served_after_it_was_issued', violation_error_message='A letter is served after it was signed off.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'void'), _negated=True), models.Q(models.Q(('void_reason', ''), _negated=True), ('voided_by__isnull', False)), _connector='OR'), name='letter_void_says_who_and_why', violation_error_message='A void letter says who voided it and why.'), models.CheckConstraint(condition=models.Q(('voided_by', None), models.Q(('voided_by', models.F('signed_by')), _negated=True), _connector='OR'), name='letter_voided_by_a_second_person', violation_error_message='Whoever signed a letter off does not void it.')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='letter',
            trigger=pgtrigger.compiler.Trigger(name='legal_moves', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))', func="\n            IF (OLD.state || ' ' || NEW.state) NOT IN ('answered answered', 'answered mended', 'answered not_mended', 'draft dropped', 'draft waiting', 'issued issued', 'issued served', 'issued void', 'mended mended', 'not_mended mended', 'not_mended not_mended', 'served answered', 'served mended', 'served not_mended', 'served served', 'waiting draft', 'waiting dropped', 'waiting issued') THEN\n                RAISE EXCEPTION '% % cannot go from “%” to “%”: no move does that',\n                    TG_TABLE_NAME, OLD.id, OLD.state, NEW.state USING ERRCODE = 'check_violation';\n            END IF;\n            IF NEW.version <= OLD.version THEN\n                RAISE EXCEPTION '% % changed its state without a new version', TG_TABLE_NAME, OLD.id\n                    USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='00a49f092110c2101c0cdee685972d20fc5f0d5f', operation='UPDATE OF "state"', pgid='pgtrigger_legal_moves_36f7e', table='prevention_letter', when='BEFORE')),
        ),
    ]
