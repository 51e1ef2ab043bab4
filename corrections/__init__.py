"""What people correct in a plan: kept beside it, found again when the paper is read anew, applied
after reading, told in the plan, never overwritten."""
