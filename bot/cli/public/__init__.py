"""`sunush page`: what everybody reads of an aimak."""
