# Answers to questions; what they say comes from the city's content, here are only the words around them.

answers-not-understood =
    Maaf, saya belum yakin maksudnya. { $offered ->
        [0] Coba tulis dengan kata lain, atau tanyakan ke petugas.
       *[other] Apakah salah satu dari ini?
    }
answers-button-human = 🙋 Tanya petugas
answers-not-text = Saya baru bisa membaca tulisan, Kak. Boleh diketik singkat saja? 🙏
answers-menu-stat = <b>Data UMKM { $city }</b> — mau lihat yang mana?
answers-menu-program = <b>Program untuk UMKM</b> — pilih yang Kakak minati:
answers-menu-legal = <b>Izin, pajak, dan pembukuan</b> — pilih yang mau ditanyakan:
answers-menu-season = <b>Musim jualan</b> — pilih di bawah ini:
answers-menu-office = <b>Kantor dan layanan</b>
