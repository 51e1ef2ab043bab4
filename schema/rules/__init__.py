"""The rules that make findings: each small, named by its code, its sentences in findings.yaml. May
know `normalize`."""
