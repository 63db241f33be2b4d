"""The Streamlit pages: no logic, they show what pure functions return."""
