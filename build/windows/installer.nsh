; Taken into the installer and the uninstaller by electron-builder.
; An update runs the old version's uninstaller too: the entry that starts Mailwicket at login is for removals only.
!macro customUnInstall
  ${ifNot} ${isUpdated}
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "org.mailwicket.Mailwicket"
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run" "org.mailwicket.Mailwicket"
  ${endIf}
!macroend
