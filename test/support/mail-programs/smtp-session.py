"""One message sent with Python's smtplib: reads its task as JSON on standard input, prints what it saw as JSON."""

import json
import smtplib
import sys

task = json.load(sys.stdin)
seen = {"ok": False, "steps": [], "error": None}
try:
    smtp = smtplib.SMTP("127.0.0.1", task["port"], local_hostname="client.test", timeout=30)
    smtp.ehlo()
    seen["capabilities"] = smtp.ehlo_resp.decode()
    if "mechanism" in task:
        smtp.user, smtp.password = task["user"], task["password"]
        smtp.auth(task["mechanism"], getattr(smtp, "auth_" + task["mechanism"].lower()),
                  initial_response_ok=task.get("initialResponse", True))
    else:
        smtp.login(task["user"], task["password"])
    seen["steps"].append("login")
    with open(task["message"], "rb") as file:
        content = file.read()
    options = ["BODY=8BITMIME"] if smtp.has_extn("8bitmime") else []
    smtp.sendmail(task["from"], [task["to"]], content, mail_options=options)
    seen["steps"].append("send")
    smtp.quit()
    seen["ok"] = True
except Exception as error:  # the report is for the test to judge
    seen["error"] = "%s: %s" % (type(error).__name__, error)
json.dump(seen, sys.stdout)
sys.exit(0 if seen["ok"] else 1)
