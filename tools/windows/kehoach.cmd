@echo off
rem Windows: cai kehoach mot lan, roi mo ban lam viec; hoac lam lenh dua kem.
rem   kehoach.cmd                          mo ban lam viec trong trinh duyet
rem   kehoach.cmd check "D:\ke hoach.pdf"  moi lenh khac cua kehoach
rem De tep nay canh kehoach-*.whl (make dist) va requirements-runtime.lock. Khong can quyen quan tri.
setlocal
chcp 65001 >nul
set "PYTHONUTF8=1"
if not defined LANG set "LANG=vi_VN.UTF-8"
set "HERE=%~dp0"
if not defined KEHOACH_HOME set "KEHOACH_HOME=%LOCALAPPDATA%\kehoach"
set "SCRIPTS=%KEHOACH_HOME%\venv\Scripts"
if exist "%SCRIPTS%\kehoach-ready.txt" goto ready

set "WHEEL="
pushd "%HERE%"
for %%W in (kehoach-*.whl) do set "WHEEL=%%~fW"
popd
if not defined WHEEL goto no_wheel

set "PY="
where py >nul 2>nul
if not errorlevel 1 set "PY=py -3"
if defined PY goto python
where python >nul 2>nul
if not errorlevel 1 set "PY=python"
if not defined PY goto no_python
:python
call %PY% -c "import sys; sys.exit(sys.version_info < (3, 11))"
if errorlevel 1 goto no_python

echo Cài kehoach vào %KEHOACH_HOME% (vài phút, chỉ lần đầu) ...
call %PY% -m venv "%KEHOACH_HOME%\venv"
if errorlevel 1 goto failed
if not exist "%HERE%requirements-runtime.lock" goto wheel
call "%SCRIPTS%\python" -m pip install -q --require-hashes -r "%HERE%requirements-runtime.lock"
if errorlevel 1 goto failed
:wheel
call "%SCRIPTS%\python" -m pip install -q "%WHEEL%[serve,watch,heic]"
if errorlevel 1 goto failed
echo %WHEEL%> "%SCRIPTS%\kehoach-ready.txt"

:ready
for %%D in ("%ProgramFiles%\Tesseract-OCR" "%ProgramFiles%\LibreOffice\program" "%ProgramFiles%\poppler\Library\bin" "%KEHOACH_HOME%\poppler\Library\bin") do (
  if exist "%%~D" call set "PATH=%%PATH%%;%%~D"
)
if not "%~1"=="" goto command
echo Bàn làm việc: http://127.0.0.1:8765/  (đóng cửa sổ này để dừng)
if not defined KEHOACH_NO_BROWSER start "" http://127.0.0.1:8765/
call "%SCRIPTS%\kehoach" serve "%USERPROFILE%\kehoach"
exit /b %ERRORLEVEL%

:command
call "%SCRIPTS%\kehoach" %*
exit /b %ERRORLEVEL%

:no_wheel
echo Không thấy tệp kehoach-*.whl cạnh tệp này. Chép nó (make dist tạo ra) vào %HERE%
exit /b 4

:no_python
echo Cần Python 3.11 trở lên: cài từ python.org, đánh dấu ô "Add python.exe to PATH", rồi chạy lại.
exit /b 4

:failed
echo Chưa cài được; lý do ở ngay trên. Chạy lại tệp này để thử lần nữa.
exit /b 4
