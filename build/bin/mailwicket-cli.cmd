@echo off
rem The command that comes with the desktop application, and the Node that it runs on.
"%~dp0node.exe" "%~dp0..\cli\dist\command\mailwicket.js" %*
