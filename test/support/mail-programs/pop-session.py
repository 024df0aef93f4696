"""One POP3 session with Python's poplib: reads its task as JSON on standard input, prints what it saw as JSON."""

import json
import os
import poplib
import sys

task = json.load(sys.stdin)
seen = {"ok": False, "steps": [], "error": None}
# poplib refuses lines over 2,048 bytes; messages may have longer ones.
poplib._MAXLINE = 100_000_000
try:
    pop = poplib.POP3("127.0.0.1", task["port"], timeout=30)
    pop.user(task["user"])
    pop.pass_(task["password"])
    seen["steps"].append("login")
    count, size = pop.stat()
    seen["count"] = count
    if task.get("fetchInto"):
        for number in range(1, count + 1):
            answer, lines, octets = pop.retr(number)
            with open(os.path.join(task["fetchInto"], "%06d" % number), "wb") as file:
                file.writelines(line + b"\r\n" for line in lines)
        seen["steps"].append("fetch")
    if task.get("delete"):
        pop.dele(task["delete"])
        seen["steps"].append("delete")
    pop.quit()
    seen["ok"] = True
except Exception as error:  # the report is for the test to judge
    seen["error"] = "%s: %s" % (type(error).__name__, error)
json.dump(seen, sys.stdout)
sys.exit(0 if seen["ok"] else 1)
