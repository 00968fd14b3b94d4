"""What the main pages cost with a large archive:   python3 run.py bench [CASES …]"""
