"""Local initiatives (жергиликтүү демилге): a call, an application, its marks, and the way of its money."""
