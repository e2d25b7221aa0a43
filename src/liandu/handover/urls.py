"""The addresses of this stage."""

app_name = "handover"
urlpatterns = []
