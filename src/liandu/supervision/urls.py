"""The addresses of this stage."""

app_name = "supervision"
urlpatterns: list = []
