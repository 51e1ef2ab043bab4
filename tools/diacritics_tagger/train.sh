#!/bin/bash
# train.sh SECONDS OUTDIR [last]: see train.py
cd "$(dirname "$0")" && export OMP_NUM_THREADS=2 && exec "${PYTHON:-python3}" train.py "$@"
