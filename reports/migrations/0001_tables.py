"""Deltas, their sums, and who was served."""

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True
    replaces = [
        ("reports", "0001_initial"),
        ("reports", "0004_sums_of_years_and_of_all_below"),
        ("reports", "0005_totals_without_detail"),
    ]  # what databases from before the first release have run

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Delta',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation_id', models.BigIntegerField()),
                ('day', models.DateField()),
                ('metric', models.CharField(max_length=20)),
                ('detail', models.CharField(max_length=24)),
                ('n', models.BigIntegerField()),
                ('amount', models.DecimalField(decimal_places=2, max_digits=18)),
            ],
        ),
        migrations.CreateModel(
            name='Rollup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('below', models.BooleanField(default=False)),
                ('total', models.BooleanField(default=False)),
                ('organisation_id', models.BigIntegerField()),
                ('grain', models.CharField(choices=[('d', 'Day'), ('m', 'Month'), ('y', 'Year')], max_length=1)),
                ('day', models.DateField()),
                ('metric', models.CharField(max_length=20)),
                ('detail', models.CharField(max_length=24)),
                ('n', models.BigIntegerField()),
                ('amount', models.DecimalField(decimal_places=2, max_digits=18)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('below', 'total', 'grain', 'metric', 'organisation_id', 'day', 'detail'), name='rollup_one_sum')],
            },
        ),
        migrations.CreateModel(
            name='Served',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation_id', models.BigIntegerField()),
                ('period', models.CharField(max_length=7)),
                ('person_id', models.BigIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation_id', 'period', 'person_id'), name='served_once')],
            },
        ),
    ]
