# Greeting, help, main menu, language.

people-short-description = Layanan tanya jawab UMKM { $city }: data, program, izin, dan pengingat musim jualan.

people-start =
    Halo { $name }! 👋 Saya asisten UMKM dari <b>{ $office }</b>.

    Tanyakan apa saja dengan bahasa sehari-hari, misalnya:
    • <i>berapa jumlah UMKM di { $city }?</i>
    • <i>mau ikut pelatihan, caranya gimana?</i>
    • <i>habis ini momen jualan apa?</i>

    Atau pilih dari menu ini:

people-help =
    <b>Yang bisa saya bantu</b>

    📊 Data UMKM kota, lengkap dengan sumber dan tanggalnya
    🎓 Program: pelatihan, pendampingan, promosi, pembiayaan
    📅 Musim jualan berikutnya, ide sesuai usaha Kakak, dan pengingatnya
    📄 Izin: NIB, PIRT, halal, pajak, merek, QRIS
    🏪 Mendaftarkan usaha dan memperbarui datanya
    🙋 Menyambungkan ke petugas

    Ketik saja pertanyaannya, singkatan dan salah ketik tidak apa-apa.
people-menu = Mau lihat yang mana? Kakak juga bisa langsung mengetik pertanyaan.

people-button-home = 🏠 Menu utama
people-button-menu-stat = 📊 Data UMKM
people-button-menu-program = 🎓 Program
people-button-menu-season = 📅 Musim jualan
people-button-menu-legal = 📄 Izin & pajak
people-button-menu-business = 🏪 Usaha saya
people-button-menu-reminder = 🔔 Pengingat
people-button-menu-office = 📍 Kantor dinas
people-button-menu-human = 🙋 Tanya petugas
people-button-menu-desk = 🗂 Meja kerja petugas

people-language-name = Bahasa Indonesia
people-languages =
    { $count ->
        [1] Saat ini saya baru bisa menjawab dalam bahasa Indonesia. Pertanyaan dalam bahasa Inggris tetap saya pahami.
       *[other] Pilih bahasa jawaban:
    }
people-language-set = Baik, saya akan menjawab dalam bahasa Indonesia.

people-command-start = Mulai dari awal
people-command-menu = Menu utama
people-command-help = Yang bisa saya bantu
people-command-bahasa = Pilih bahasa
people-command-statistik = Data UMKM dalam gambar
people-command-daftar = Daftarkan usaha
people-command-usaha = Usaha saya
people-command-ubah = Ubah data usaha
people-command-pengingat = Atur pengingat musim
people-command-riwayat = Pengumuman yang pernah dikirim
people-command-cek = Cek pengumuman asli atau bukan
people-command-petugas = Meja kerja petugas
people-command-privasi = Data saya dan hak saya
people-command-datasaya = Salinan data saya
people-command-hapus = Hapus usaha atau data saya
people-command-tarikpersetujuan = Tarik persetujuan
