
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0006_special_campaigns'),
    ]

    operations = [
        migrations.AlterField(
            model_name='paper',
            name='kind',
            field=models.CharField(choices=[('mediation_agreement', 'Mediation agreement'), ('visit_receipt', 'Visit receipt'), ('address_confirmation', 'Confirmation of service address'), ('acceptance_notice', 'Notice of acceptance'), ('rejection_notice', 'Notice of non-acceptance'), ('consent_inquiry', 'Inquiry about willingness to mediate'), ('mediation_summons', 'Notice of mediation session'), ('mediation_minutes', 'Mediation minutes'), ('extension_consent', 'Consent to extended mediation'), ('mediation_termination', 'Notice of termination of mediation'), ('referral_letter', 'Referral letter'), ('entrust_reply', 'Reply to an entrusting body'), ('aid_assignment', 'Letter of assignment to the aid lawyer'), ('aid_approval', 'Application for legal aid and approval'), ('cash_receipt', 'Cash receipt'), ('performance_ledger', 'Performance ledger'), ('entitlement_annex', 'Statement of entitlement'), ('payment_order_claim', 'Application for a payment order'), ('enforcement_claim', 'Application for enforcement'), ('arbitration_claim', 'Application for arbitration'), ('civil_claim', 'Statement of civil claim'), ('inspection_complaint', 'Complaint to labour inspection'), ('special_report', 'Special report on a major dispute')], max_length=24),
        ),
    ]
