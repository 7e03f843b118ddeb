<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
 <context>
  <name>reader</name>
  <message>
   <location filename="reader/app/ui/patient_banner.py" />
   <source>(issuer unknown)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/report/codec.py" />
   <source>A verified report names the signer's organisation, and your account has none.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/views/windowing.py" />
   <source>Abdomen</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/ui/patient_banner.py" />
   <source>Acc {number}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/views/windowing.py" />
   <source>Angiography</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/worklist/service.py" />
   <source>Another reviewing doctor has to do it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Apply</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>As the system</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/session.py" />
   <source>Ask the hub's operator for a role.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/core/http.py" />
   <source>Ask the hub's operator for the right.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/report/codec_read.py" />
   <source>Ask the hub's operator to check the object; the images and your own text are not touched.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/report/codec.py" />
   <source>Ask the hub's operator to complete your account; then sign again.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/session.py" />
   <source>At {url} there is no hub.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/views/windowing.py" />
   <source>Bone</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/views/windowing.py" />
   <source>Brain</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Cancel</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/session.py" />
   <source>Check the address with the hub's operator.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/core/storage.py" />
   <source>Check the disk and the permissions of the folder {folder}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/dicom/ups.py" />
   <source>Check the hub's address in the settings.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/core/http.py" />
   <source>Check the network; it is tried again by itself.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/ui/message_banner.py" />
   <source>Close</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Dark (reading room)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Dragging down makes the image brighter</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/ui/patient_banner.py" />
   <source>F</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/core/storage.py" />
   <source>Free some space; it is tried again by itself.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/worklist/service.py" />
   <source>Go on there, or release it there first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/views/windowing.py" />
   <source>Head and neck</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/ui/sign_in.py" />
   <source>Hub</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Image cache on disk, at most</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/dicom/ups.py" />
   <source>It can be opened to read, not to report.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/demo.py" />
   <source>Its log says why: {path}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Keys and tokens are kept in: {place}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Language</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Light (office)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/views/windowing.py" />
   <source>Liver</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/views/windowing.py" />
   <source>Lung</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/ui/patient_banner.py" />
   <source>M</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/views/windowing.py" />
   <source>Mediastinum</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Memory for images, at most</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Mouse</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/ui/sign_in.py" />
   <source>Name</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/session.py" />
   <source>Name or password are wrong.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/report/codec_read.py" />
   <source>Only DICOM structured reports are read.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/report/codec_read.py" />
   <source>Open it in the program that made it, or ask its author to send it again.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/ui/sign_in.py" />
   <source>Password</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/views/windowing.py" />
   <source>Posterior fossa</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/dicom/ups.py" />
   <source>Refresh the worklist and try again; if it goes on, tell the hub's operator.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/dicom/ups.py" />
   <source>Refresh the worklist.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/worklist/service.py" />
   <source>Reviews are for reviewing doctors.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Settings</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/ui/sign_in.py" />
   <source>Sign in</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/core/http.py" />
   <source>Sign in again to go on.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/ui/sign_in.py" />
   <source>Signing in …</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Size of text</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/dicom/ups.py" />
   <source>Someone else is reading this exam.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/presenter.py" />
   <source>Something went wrong in the program: {what}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/views/windowing.py" />
   <source>Spine, soft tissue</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/views/windowing.py" />
   <source>Stroke</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/views/windowing.py" />
   <source>Subdural</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/session.py" />
   <source>Tell its operator.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/views/windowing.py" />
   <source>Temporal bone</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/core/storage.py" />
   <source>The disk is full: {path} could not be written.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/demo.py" />
   <source>The embedded hub did not start.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/dicom/ups.py" />
   <source>The hub no longer has this task.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/dicom/ups.py" />
   <source>The hub refused the change of this task.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/dicom/ups.py" />
   <source>The hub's answer could not be understood.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/session.py" />
   <source>The hub's answer to the sign-in can't be read.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/presenter.py" />
   <source>The log has the details; please send it to the makers.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/report/codec_read.py" />
   <source>The report could not be read: {reason}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/report/codec_read.py" />
   <source>The report has no text that can be read.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/report/codec_read.py" />
   <source>The report is nested too deeply to be a report.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/core/http.py" />
   <source>The server answered {status} to {what}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Theme</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/dicom/ups.py" />
   <source>This exam has been reported already.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/worklist/service.py" />
   <source>This exam is not claimed on this computer.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/report/codec_read.py" />
   <source>This is not a DICOM file.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/report/codec_read.py" />
   <source>This object is not a report: it is of class {sop_class}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/dicom/ups.py" />
   <source>This task has been cancelled.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/session.py" />
   <source>This user neither reports nor reviews here.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/core/http.py" />
   <source>Try again; if it goes on, tell the hub's operator.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/session.py" />
   <source>Try again; mind the Caps Lock key.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/session.py" />
   <source>Type it like https://hub.example</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/ui/palette.py" />
   <source>What do you want to do?</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/core/storage.py" />
   <source>What was saved before is safe, and what you typed is still in the window.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/core/http.py" />
   <source>What you typed is saved on this computer and will be sent later.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/presenter.py" />
   <source>What you typed is saved on this computer.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/core/http.py" />
   <source>You are not allowed to do this.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/dicom/ups.py" />
   <source>You can open it to look at it, not to report.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/worklist/service.py" />
   <source>You can't review your own report.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/worklist/service.py" />
   <source>You have opened this exam on another computer.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/core/http.py" />
   <source>Your sign-in has expired.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/ui/patient_banner.py" />
   <source>date unknown</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/ui/patient_banner.py" />
   <source>due {clock}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/ui/patient_banner.py" />
   <source>no name</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/ui/patient_banner.py" />
   <source>other</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/ui/patient_banner.py" />
   <source>overdue {clock}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/ui/sign_in.py" />
   <source>reader – sign in</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/ui/patient_banner.py" />
   <source>sex unknown</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/core/http.py" />
   <source>{host} does not answer.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/dicom/ups.py" />
   <source>{name} is reading this exam.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/core/storage.py" />
   <source>{path} could not be written: {reason}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="reader/app/session.py" />
   <source>“{url}” is no address of a hub.</source>
   <translation type="unfinished" />
  </message>
 </context>
</TS>
