"""The server of task pane and web page: who may ask, for what and how much, and the pages it sends."""
