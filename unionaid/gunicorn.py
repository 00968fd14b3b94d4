"""How gunicorn runs the web process, and where it may listen."""

import ipaddress
import os
import sys

from unionaid import env

host = env.text("UNIONAID_BIND", "127.0.0.1")
bind = f"{host}:{env.number('UNIONAID_PORT', 8000)}"

if not ipaddress.ip_address(host).is_loopback:
    if not env.text("UNIONAID_ORIGIN").startswith("https://"):
        sys.exit(f"UNIONAID_BIND is {host}: without https in UNIONAID_ORIGIN only 127.0.0.1 is allowed.")
    if os.geteuid() == 0:
        sys.exit(f"UNIONAID_BIND is {host}: as root only 127.0.0.1 is allowed; run as an ordinary user.")

worker_class = "gthread"
workers = env.number("UNIONAID_WEB_PROCESSES", 2)
threads = env.number("UNIONAID_WEB_THREADS", 4)
preload_app = True  # imported once, shared by all processes
timeout = 60
graceful_timeout = 20
max_requests = 5000
max_requests_jitter = 500
accesslog = None  # which page who opened stays out of log files
errorlog = "-"
control_socket_disable = True  # we stop and restart the process itself
