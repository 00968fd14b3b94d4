from django.urls import path

from cases.views import intake

app_name = "cases"

urlpatterns = [
    # intake
    path("intake/", intake.card, name="intake"),
    path("intake/preview/", intake.preview, name="intake-preview"),
    path("intake/find/", intake.find, name="intake-find"),
    path("intake/take/", intake.take, name="intake-take"),
    path("intake/employers/", intake.find_employer, {"name": "employer"}, name="intake-employers"),
    path("intake/contractors/", intake.find_employer, {"name": "contractor"}, name="intake-contractors"),
    path("intake/projects/", intake.find_project, name="intake-projects"),
    path("intake/employer/", intake.employer, name="intake-employer"),
    path("intake/draft/", intake.draft, name="intake-draft"),
    path("cases/<int:pk>/receipt/", intake.receipt, name="receipt"),
    path("cases/<int:pk>/receipt/sheet/", intake.receipt_sheet, name="receipt-sheet"),
    path("cases/<int:pk>/receipt/pdf/", intake.receipt_pdf, name="receipt-pdf"),
]
