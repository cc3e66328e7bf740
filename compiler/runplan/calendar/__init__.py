"""What is done with calendars besides writing them: functions on bytes and values, which touch no disk."""
