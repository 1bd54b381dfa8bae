"""The ribbon of desktop Excel, and what its buttons start. Ribbons already installed start `safeaudit.addin.desktop`: that name stays."""
