"""How gunicorn runs the web process; the address comes from the command line."""

worker_class = "gthread"
workers = 2
threads = 4
timeout = 60
graceful_timeout = 20
max_requests = 5000
max_requests_jitter = 500
accesslog = None  # addresses of pages and people stay out of log files
errorlog = "-"
