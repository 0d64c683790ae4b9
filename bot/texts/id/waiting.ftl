# While the bot waits for one text it asked for.

waiting-text-only = Saya baru bisa meneruskan tulisan, Kak. Boleh diketik saja? 🙏
waiting-cancelled = Baik, tidak jadi ya. Kakak bisa lanjut bertanya seperti biasa.
waiting-nothing = Tidak ada yang sedang ditunggu. Kakak bisa lanjut bertanya seperti biasa.
waiting-button-cancel = ✖️ Batal
