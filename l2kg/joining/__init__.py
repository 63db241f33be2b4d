"""Our cases beside other people's data: tables joined by actor and date, identifiers looked up, remote endpoints asked."""
