"""Our cases beside other people's data.

Tables joined by actor and date, identifiers looked up, remote endpoints asked.
"""
