from django.urls import path

from prevention.views import drafting, letters, panels

app_name = "prevention"
urlpatterns = [
    path("letters/", letters.listed, name="letters"),
    path("letters/employer/", drafting.employer, name="employer"),
    path("letters/new/", drafting.new, name="new"),
    path("letters/<int:pk>/", letters.letter, name="letter"),
    path("letters/<int:pk>/amend/", drafting.amend, name="amend"),
    path("letters/<int:pk>/pdf/", letters.pdf, name="pdf"),
    path("letters/<int:pk>/file/<slug:what>/", letters.proof, name="file"),
    path("letters/<int:pk>/<slug:name>/", letters.move, name="move"),
    path("employers/<int:pk>/letters/", panels.of_employer, name="of-employer"),
    path("cases/<int:pk>/letters/", panels.of_case, name="of-case"),
]
