# A stand-in for Ralph, which cannot run here: Django with django-prometheus 2.2.0, the version that
# Ralph pins, Ralph's order of middleware, its names of views and its /status/*. Run it by gunicorn.
from django.conf import settings
from django.http import HttpResponse

DJANGO = ["common.CommonMiddleware", "locale.LocaleMiddleware", "clickjacking.XFrameOptionsMiddleware",
          "security.SecurityMiddleware"]
settings.configure(
    SECRET_KEY="a test's", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, PROMETHEUS_EXPORT_MIGRATIONS=False,
    INSTALLED_APPS=["django_prometheus"],
    MIDDLEWARE=["django_prometheus.middleware.PrometheusBeforeMiddleware"]
    + ["django.middleware." + name for name in DJANGO]
    + ["django_prometheus.middleware.PrometheusAfterMiddleware"])

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.urls import include, path  # noqa: E402
from django_prometheus import exports  # noqa: E402


def answers(text):
    return lambda request, **ids: HttpResponse(text)


def fails(request):
    raise ValueError("a view that fails")


admin = ([path("", answers("Ralph"), name="index"), path("login/", answers("Log in"), name="login"),
          path("data_center/datacenterasset/<int:id>/", answers("An asset"),
               name="data_center_datacenterasset_change")], "admin")
urlpatterns = [
    path("api/data-center-assets/", answers("[]"), name="datacenterasset-list"),
    path("api/broken/", fails, name="broken-list"),
    path("", include(admin)),
    path("status/ping", answers("pong"), name="status-ping"),
    path("status/health", answers("Healthy"), name="status-health"),
    path("status/prometheus", exports.ExportToDjangoView, name="status-prometheus"),
]
application = get_wsgi_application()
