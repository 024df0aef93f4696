"""One IMAP session with Python's imaplib: reads its task as JSON on standard input, prints what it saw as JSON."""

import imaplib
import json
import os
import ssl
import sys

task = json.load(sys.stdin)
seen = {"ok": False, "steps": [], "error": None}
try:
    if "token" in task:
        context = ssl.create_default_context(cafile=task["certificateAuthorityFile"])
        if task["tls"] == "implicit":
            imap = imaplib.IMAP4_SSL(task["host"], task["port"], ssl_context=context, timeout=30)
        else:
            imap = imaplib.IMAP4(task["host"], task["port"], timeout=30)
            imap.starttls(context)
        bearer = "user=%s\x01auth=Bearer %s\x01\x01" % (task["user"], task["token"])
        answers = iter([bearer.encode()])
        # The second answer, to an error challenge, is an empty line.
        imap.authenticate("XOAUTH2", lambda challenge: next(answers, b""))
    else:
        imap = imaplib.IMAP4("127.0.0.1", task["port"], timeout=30)
        if task.get("mechanism") == "PLAIN":
            plain = "\0%s\0%s" % (task["user"], task["password"])
            imap.authenticate("PLAIN", lambda challenge: plain.encode())
        elif task.get("mechanism") == "LOGIN":
            # Two prompts, whether or not the server announces the mechanism.
            prompts = iter([task["user"].encode(), task["password"].encode()])
            imap.authenticate("LOGIN", lambda challenge: next(prompts))
        else:
            imap.login(task["user"], task["password"])
    seen["steps"].append("login")
    seen["capabilities"] = imap.capability()[1][0].decode()
    imap.select("INBOX")
    if task.get("append"):
        with open(task["append"], "rb") as file:
            content = file.read()
        # imaplib itself rewrites line ends in append(); the literal is given as it is.
        imap.literal = content
        imap._simple_command("APPEND", "INBOX")
        seen["steps"].append("append")
        imap.select("INBOX")
    if task.get("fetchInto"):
        uids = imap.uid("SEARCH", "ALL")[1][0].split()
        for number, uid in enumerate(uids):
            kind, data = imap.uid("FETCH", uid, "(BODY.PEEK[])")
            with open(os.path.join(task["fetchInto"], "%06d" % number), "wb") as file:
                file.write(data[0][1])
        seen["steps"].append("fetch")
        seen["count"] = len(uids)
    if task.get("delete"):
        imap.store(str(task["delete"]), "+FLAGS", "(\\Deleted)")
        imap.expunge()
        seen["steps"].append("delete")
    imap.logout()
    seen["ok"] = True
except Exception as error:  # the report is for the test to judge
    seen["error"] = "%s: %s" % (type(error).__name__, error)
json.dump(seen, sys.stdout)
sys.exit(0 if seen["ok"] else 1)
