"""Migrations from appraisal to service: training, satisfaction, measures, support, plans. Appended to, as schema.py."""
