from django.urls import path

from reports.views import board, briefs, display, rows, sheets

app_name = "reports"
urlpatterns = [
    path("reports/", board.board, name="dashboard"),
    path("reports/employers/", board.employers, name="employers"),
    path("reports/tab/<slug:tab>/", board.tab, name="tab"),
    path("reports/rows/<slug:figure>/", rows.behind, name="rows"),
    path("reports/screen/", display.own, name="screen"),
    path("reports/screens/", display.links, name="displays"),
    path("reports/screens/new/", display.new_link, name="display-new"),
    path("reports/screens/<int:pk>/revoke/", display.revoke_link, name="display-revoke"),
    path("d/<slug:secret>/", display.show, name="display"),
    path("reports/sheets/", sheets.listed, name="sheets"),
    path("reports/sheets/new/", sheets.new, name="sheet-new"),
    path("reports/sheets/<int:pk>/", sheets.sheet, name="sheet"),
    path("reports/sheets/<int:pk>/correct/", sheets.correct, name="sheet-correct"),
    path("reports/sheets/<int:pk>/pdf/", sheets.pdf, name="sheet-pdf"),
    path("reports/sheets/<int:pk>/xlsx/", sheets.xlsx, name="sheet-xlsx"),
    path("reports/sheets/<int:pk>/<slug:name>/", sheets.move, name="sheet-move"),
    path("reports/briefs/", briefs.listed, name="briefs"),
    path("reports/briefs/new/", briefs.new, name="brief-new"),
    path("reports/briefs/<int:pk>/", briefs.brief, name="brief"),
    path("reports/briefs/<int:pk>/pdf/", briefs.pdf, name="brief-pdf"),
    path("reports/briefs/<int:pk>/withdraw/", briefs.withdraw, name="brief-withdraw"),
]
