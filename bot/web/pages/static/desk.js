// The desk works without this: it adds the keyboard, and keeps what is being typed.
"use strict";
