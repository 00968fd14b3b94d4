"""Persons, employers and projects, with their history."""

import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import record.fields


class Migration(migrations.Migration):

    initial = True
    replaces = [
        ("parties", "0001_initial"),
        ("parties", "0002_what_a_register_is_searched_by"),
    ]  # what databases from before the first release have run

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('stations', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Project',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=120, verbose_name='Construction project')),
                ('site', models.CharField(blank=True, max_length=200, verbose_name='Site')),
                ('grams', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=4), default=list, size=None)),
                ('search_text', models.TextField(blank=True, default='', editable=False)),
                ('started_on', models.DateField(blank=True, null=True, verbose_name='Started on')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Employer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('company', 'Company'), ('sole_trader', 'Individually-owned business'), ('public', 'Public institution or organisation'), ('individual', 'Individual who hired the crew'), ('platform', 'Platform company'), ('other', 'Other')], default='company', max_length=12, verbose_name='Kind')),
                ('name', models.CharField(max_length=120, verbose_name='Employer’s name')),
                ('former_names', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), blank=True, default=list, size=None, verbose_name='Former names')),
                ('initials', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list, size=None)),
                ('grams', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=4), default=list, size=None)),
                ('search_text', models.TextField(blank=True, default='', editable=False)),
                ('credit_code', models.CharField(blank=True, default='', max_length=18, verbose_name='Unified social credit code')),
                ('legal_representative', models.CharField(blank=True, max_length=60, verbose_name='Legal representative')),
                ('contact_name', models.CharField(blank=True, max_length=60, verbose_name='Contact person')),
                ('contact_phone', record.fields.EncryptedTextField(blank=True, label='parties.employer.contact_phone', verbose_name='Contact’s phone')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='Address')),
                ('industry', models.CharField(blank=True, max_length=40, verbose_name='Industry')),
                ('ownership', models.CharField(blank=True, max_length=40, verbose_name='Ownership')),
                ('unionised', models.BooleanField(blank=True, null=True, verbose_name='Has a union')),
                ('dissolved_on', models.DateField(blank=True, null=True, verbose_name='Dissolved on')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='parties.employer', verbose_name='Merged into')),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['grams'], name='employer_grams'), models.Index(fields=['name'], name='employer_name')],
                'constraints': [models.UniqueConstraint(condition=models.Q(models.Q(('credit_code', ''), _negated=True), ('merged_into', None)), fields=('credit_code',), name='employer_credit_code_once', violation_error_message='An employer with this credit code is already registered.')],
            },
        ),
        migrations.CreateModel(
            name='EmployerEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('kind', models.CharField(choices=[('company', 'Company'), ('sole_trader', 'Individually-owned business'), ('public', 'Public institution or organisation'), ('individual', 'Individual who hired the crew'), ('platform', 'Platform company'), ('other', 'Other')], default='company', max_length=12, verbose_name='Kind')),
                ('name', models.CharField(max_length=120, verbose_name='Employer’s name')),
                ('former_names', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), blank=True, default=list, size=None, verbose_name='Former names')),
                ('initials', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list, size=None)),
                ('grams', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=4), default=list, size=None)),
                ('search_text', models.TextField(blank=True, default='', editable=False)),
                ('credit_code', models.CharField(blank=True, default='', max_length=18, verbose_name='Unified social credit code')),
                ('legal_representative', models.CharField(blank=True, max_length=60, verbose_name='Legal representative')),
                ('contact_name', models.CharField(blank=True, max_length=60, verbose_name='Contact person')),
                ('contact_phone', record.fields.EncryptedTextField(blank=True, label='parties.employer.contact_phone', verbose_name='Contact’s phone')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='Address')),
                ('industry', models.CharField(blank=True, max_length=40, verbose_name='Industry')),
                ('ownership', models.CharField(blank=True, max_length=40, verbose_name='Ownership')),
                ('unionised', models.BooleanField(blank=True, null=True, verbose_name='Has a union')),
                ('dissolved_on', models.DateField(blank=True, null=True, verbose_name='Dissolved on')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('merged_into', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='parties.employer', verbose_name='Merged into')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='parties.employer')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=60, verbose_name='Full name')),
                ('initials', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), default=list, size=None)),
                ('grams', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=4), default=list, size=None)),
                ('search_text', models.TextField(blank=True, default='', editable=False)),
                ('sex', models.CharField(blank=True, choices=[('male', 'Male'), ('female', 'Female')], max_length=6, verbose_name='Sex')),
                ('born_on', models.DateField(blank=True, null=True, verbose_name='Born on')),
                ('id_kind', models.CharField(choices=[('citizen', 'Resident identity card'), ('residence', 'Residence permit for Hong Kong, Macao or Taiwan'), ('passport', 'Passport'), ('other', 'Other document')], default='citizen', max_length=10, verbose_name='Identity document')),
                ('id_number', record.fields.EncryptedTextField(blank=True, label='parties.person.id_number', verbose_name='Identity document number')),
                ('id_index', record.fields.BlindIndexField(blank=True, db_index=True, default='', editable=False, max_length=80, of='id_number')),
                ('id_last4', models.CharField(blank=True, db_index=True, default='', max_length=4)),
                ('phone', record.fields.EncryptedTextField(blank=True, label='parties.person.phone', verbose_name='Phone')),
                ('phone_index', record.fields.BlindIndexField(blank=True, db_index=True, default='', editable=False, max_length=80, of='phone')),
                ('phone_last4', models.CharField(blank=True, db_index=True, default='', max_length=4)),
                ('second_contact', record.fields.EncryptedTextField(blank=True, label='parties.person.second_contact', verbose_name='Second contact')),
                ('address', record.fields.EncryptedTextField(blank=True, label='parties.person.address', verbose_name='Address')),
                ('home_place', models.CharField(blank=True, max_length=60, verbose_name='Home place')),
                ('bank_account', record.fields.EncryptedTextField(blank=True, label='parties.person.bank_account', verbose_name='Bank account')),
                ('bank_name', models.CharField(blank=True, max_length=60, verbose_name='Bank')),
                ('bank_last4', models.CharField(blank=True, default='', max_length=4)),
                ('speaks', models.CharField(blank=True, help_text='Dialect or language, if not Mandarin.', max_length=40, verbose_name='Language or dialect')),
                ('verified_on', models.DateField(blank=True, null=True, verbose_name='Original seen on')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='parties.person', verbose_name='Merged into')),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['grams'], name='person_grams'), django.contrib.postgres.indexes.GinIndex(fields=['initials'], name='person_initials')],
                'constraints': [models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('merged_into', models.F('pk')), _negated=True), _connector='OR'), name='person_is_not_merged_into_itself'), models.UniqueConstraint(condition=models.Q(models.Q(('id_index', ''), _negated=True), ('merged_into', None)), fields=('id_kind', 'id_index'), name='person_id_number_once', violation_error_message='A person with this document number is already registered.')],
            },
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=200)),
                ('moved', models.JSONField(default=dict)),
                ('at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('gone_employer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.employer')),
                ('kept_employer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.employer')),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('gone_person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
                ('kept_person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('gone_person__isnull', False), ('kept_employer', None), ('kept_person__isnull', False)), models.Q(('gone_employer__isnull', False), ('kept_employer__isnull', False), ('kept_person', None)), _connector='OR'), name='merge_is_of_two_people_or_two_employers')],
            },
        ),
        migrations.CreateModel(
            name='PersonEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('name', models.CharField(max_length=60, verbose_name='Full name')),
                ('initials', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), default=list, size=None)),
                ('grams', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=4), default=list, size=None)),
                ('search_text', models.TextField(blank=True, default='', editable=False)),
                ('sex', models.CharField(blank=True, choices=[('male', 'Male'), ('female', 'Female')], max_length=6, verbose_name='Sex')),
                ('born_on', models.DateField(blank=True, null=True, verbose_name='Born on')),
                ('id_kind', models.CharField(choices=[('citizen', 'Resident identity card'), ('residence', 'Residence permit for Hong Kong, Macao or Taiwan'), ('passport', 'Passport'), ('other', 'Other document')], default='citizen', max_length=10, verbose_name='Identity document')),
                ('id_number', record.fields.EncryptedTextField(blank=True, label='parties.person.id_number', verbose_name='Identity document number')),
                ('id_index', record.fields.BlindIndexField(blank=True, db_index=True, default='', editable=False, max_length=80, of='id_number')),
                ('id_last4', models.CharField(blank=True, default='', max_length=4)),
                ('phone', record.fields.EncryptedTextField(blank=True, label='parties.person.phone', verbose_name='Phone')),
                ('phone_index', record.fields.BlindIndexField(blank=True, db_index=True, default='', editable=False, max_length=80, of='phone')),
                ('phone_last4', models.CharField(blank=True, default='', max_length=4)),
                ('second_contact', record.fields.EncryptedTextField(blank=True, label='parties.person.second_contact', verbose_name='Second contact')),
                ('address', record.fields.EncryptedTextField(blank=True, label='parties.person.address', verbose_name='Address')),
                ('home_place', models.CharField(blank=True, max_length=60, verbose_name='Home place')),
                ('bank_account', record.fields.EncryptedTextField(blank=True, label='parties.person.bank_account', verbose_name='Bank account')),
                ('bank_name', models.CharField(blank=True, max_length=60, verbose_name='Bank')),
                ('bank_last4', models.CharField(blank=True, default='', max_length=4)),
                ('speaks', models.CharField(blank=True, help_text='Dialect or language, if not Mandarin.', max_length=40, verbose_name='Language or dialect')),
                ('verified_on', models.DateField(blank=True, null=True, verbose_name='Original seen on')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('merged_into', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='parties.person', verbose_name='Merged into')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='parties.person')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ChainLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('owner', 'Project owner'), ('general_contractor', 'General contractor'), ('subcontractor', 'Subcontractor'), ('crew_boss', 'Crew boss')], max_length=20, verbose_name='Role in the chain')),
                ('contact_name', models.CharField(blank=True, max_length=60, verbose_name='Contact person')),
                ('labour_officer', models.CharField(blank=True, max_length=60, verbose_name='Labour-pay officer')),
                ('has_wage_account', models.BooleanField(blank=True, null=True, verbose_name='Wage account')),
                ('has_deposit', models.BooleanField(blank=True, null=True, verbose_name='Wage deposit')),
                ('ground', models.CharField(blank=True, max_length=120, verbose_name='Ground of liability')),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='project_links', to='parties.employer', verbose_name='Employer')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='parties.project')),
            ],
            options={
                'ordering': ['project', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('project', 'role', 'employer'), name='chain_link_once')],
            },
        ),
        migrations.CreateModel(
            name='Unmasking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(max_length=40)),
                ('purpose', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('employer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='unmaskings', to='parties.employer')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='unmaskings', to='parties.person')),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='employer',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "parties_employerevent" ("address", "contact_name", "contact_phone", "created_at", "credit_code", "dissolved_on", "former_names", "grams", "id", "industry", "initials", "kind", "legal_representative", "merged_into_id", "name", "ownership", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "search_text", "unionised", "uuid", "version") VALUES (NEW."address", NEW."contact_name", NEW."contact_phone", NEW."created_at", NEW."credit_code", NEW."dissolved_on", NEW."former_names", NEW."grams", NEW."id", NEW."industry", NEW."initials", NEW."kind", NEW."legal_representative", NEW."merged_into_id", NEW."name", NEW."ownership", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."search_text", NEW."unionised", NEW."uuid", NEW."version"); RETURN NULL;', hash='c14e8333d25732124aa644646519f092dbd880e9', operation='UPDATE', pgid='pgtrigger_update_update_56c78', table='parties_employer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "parties_personevent" ("address", "bank_account", "bank_last4", "bank_name", "born_on", "created_at", "grams", "home_place", "id", "id_index", "id_kind", "id_last4", "id_number", "initials", "merged_into_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_index", "phone_last4", "search_text", "second_contact", "sex", "speaks", "uuid", "verified_on", "version") VALUES (NEW."address", NEW."bank_account", NEW."bank_last4", NEW."bank_name", NEW."born_on", NEW."created_at", NEW."grams", NEW."home_place", NEW."id", NEW."id_index", NEW."id_kind", NEW."id_last4", NEW."id_number", NEW."initials", NEW."merged_into_id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."phone_index", NEW."phone_last4", NEW."search_text", NEW."second_contact", NEW."sex", NEW."speaks", NEW."uuid", NEW."verified_on", NEW."version"); RETURN NULL;', hash='4582eb5bdedb867db03f65a682a0687e68640560', operation='UPDATE', pgid='pgtrigger_update_update_cfc07', table='parties_person', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='unmasking',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only: add a row that corrects the earlier one', TG_TABLE_NAME\n                USING ERRCODE = 'restrict_violation';\n        ", hash='eabd39532efb72b8e5921b36df50c8e47c1d88ca', level='STATEMENT', operation='UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_append_only_2d740', table='parties_unmasking', when='BEFORE')),
        ),
    ]
