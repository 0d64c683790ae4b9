# Personal data by UU 27/2022. A change in the meaning of `privacy-consent` needs a new VERSION in bot/privacy.py.

privacy-consent =
    <b>Daftar usaha: persetujuan dulu, ya</b>

    • <b>Yang disimpan:</b> nama panggilan dan nomor akun Telegram, nama usaha, bidang, kelurahan; tahun mulai, omzet atau modal, NIB, dan nomor HP hanya bila diisi.
    • <b>Untuk apa:</b> pendataan dan layanan UMKM oleh { $office }, pengelola data ini.
    • <b>Berapa lama:</b> selama dipakai; dihapus otomatis setelah { $years } tahun Kakak tidak membuka bot.
    • <b>Hak Kakak:</b> melihat (/datasaya), memperbaiki (/ubah), menghapus (/hapus), menarik persetujuan (/tarikpersetujuan).

    NIK, foto KTP, OTP, dan kata sandi tidak pernah kami minta. Semua pesan lewat server Telegram.

    <b>Setuju?</b> Tekan Setuju, atau langsung ketik <b>nama usaha</b> Kakak; itu berarti setuju.
privacy-consent-open = ↩️ Pendaftarannya menunggu: tekan Setuju atau ketik nama usaha untuk mulai, atau Tidak.
privacy-button-agree = ✅ Setuju, mulai
privacy-button-disagree = ✖️ Tidak
privacy-agreed = ✔️ Terima kasih, persetujuannya tercatat.
privacy-declined = Tidak apa-apa, tidak ada yang disimpan. Tanya jawab, info program, dan musim jualan tetap bisa dipakai seperti biasa.

privacy-page =
    <b>Data pribadi Kakak</b>

    Pengelola: { $office }.
    Yang disimpan: nama panggilan dan nomor akun Telegram, bahasa, dan isian usaha yang Kakak setujui. NIK, foto KTP, OTP, dan lokasi persis tidak disimpan.
    Percakapan tidak disimpan, kecuali pertanyaan yang belum terjawab atau diteruskan ke petugas.
    Lama simpan: selama dipakai; dihapus otomatis setelah { $years } tahun tidak aktif; sebulan sebelumnya Kakak dikabari.

    <b>Persetujuan Kakak</b>
    { $consents }

    Hak Kakak menurut UU 27/2022: melihat dan menyalin (/datasaya), memperbaiki (/ubah), menghapus (/hapus), menarik persetujuan (/tarikpersetujuan).
privacy-consent-why = Artinya Kakak mengizinkan isian tadi kami simpan untuk pendataan dan layanan UMKM. Tidak wajib: bertanya di sini tetap bisa tanpa mendaftar, dan persetujuannya bisa ditarik kapan saja.
privacy-consent-row = { $state ->
        [given] ✅ { $purpose }: disetujui { $given } (versi { $version })
       *[withdrawn] ✖️ { $purpose }: disetujui { $given }, ditarik { $withdrawn }
    }
privacy-consent-none = Belum ada.
privacy-purpose-registration = Pendataan usaha
privacy-purpose-reminder = Pengingat musim
privacy-purpose-other = { $purpose }

privacy-data =
    <b>Data Kakak di sini</b>

    Nama di Telegram: { $name }
    Nomor akun: <code>{ $id }</code>
    Pertama kali: { $since }
    Usaha terdaftar: { $businesses }
    { $list }
    <b>Persetujuan</b>
    { $consents }

    Salinan lengkapnya ada di berkas JSON berikut, termasuk riwayat dan isian yang belum selesai.
privacy-data-business = • <b>{ $name }</b> ({ $number }): { $sector }; { $ward }; { $money }; NIB { $nib }; HP { $phone }; minat: { $interests }
privacy-data-file = data-saya.json
privacy-data-caption = Salinan lengkap data Kakak.
privacy-none = -

privacy-keep-letter =
    Sudah lama tidak bertemu, Kak! Hampir { $years } tahun Kakak tidak membuka bot ini.

    Supaya data tidak tersimpan tanpa guna, mulai { $day } data Kakak di sini dihapus otomatis, termasuk usaha yang terdaftar. Mau tetap tersimpan? Tekan tombol di bawah atau kirim pesan apa saja.
privacy-button-keep = ✅ Simpan data saya
privacy-kept = ✔️ Baik, Kak. Data Kakak tetap tersimpan.

privacy-ask-erase = { $businesses ->
        [0] Semua data Kakak di sini akan dihapus selamanya: nama, persetujuan, isian yang belum selesai, dan pertanyaan ke petugas. <b>Yakin?</b>
       *[other] Semua data Kakak di sini akan dihapus selamanya: { $businesses } usaha beserta riwayat dan minatnya, nama, persetujuan, isian yang belum selesai, dan pertanyaan ke petugas. <b>Yakin?</b>
    }
privacy-help-erase = Yang tersisa hanya angka jumlah tanpa nama, dan catatan bahwa ada penghapusan.
privacy-label-erase = Hapus semua data
privacy-button-erase-yes = 🗑 Ya, hapus semua
privacy-button-withdraw-yes = ✋ Ya, tarik persetujuan
privacy-button-no = ↩️ Tidak jadi
privacy-sure-unread = Tekan salah satu tombol, atau jawab <b>ya</b> atau <b>tidak</b>.
privacy-erase-kept = Baik, tidak ada yang dihapus.
privacy-erased =
    🗑 Semua data Kakak sudah dihapus. Yang tersisa hanya angka jumlah tanpa nama.

    Kalau Kakak menulis lagi, kita mulai seperti orang baru. Terima kasih sudah pernah di sini 🙏
privacy-erase-which = Mau menghapus apa?
privacy-button-erase-all = 🗑 Semua data saya
privacy-button-erase-one = 🗑 Usaha { $name }

privacy-withdraw-page =
    <b>Tarik persetujuan</b>

    { $consents }

    Pilih yang mau ditarik:
privacy-withdraw-nothing = Tidak ada persetujuan yang sedang berlaku, jadi tidak ada yang perlu ditarik.
privacy-button-withdraw-registration = ✋ Pendataan usaha
privacy-button-withdraw-reminder = 🔕 Pengingat musim
privacy-ask-withdraw = { $businesses ->
        [0] Tanpa persetujuan ini, isian pendaftaran yang belum selesai dihapus. <b>Tarik persetujuannya?</b>
       *[other] Tanpa persetujuan ini, { $businesses } usaha Kakak dan isian yang belum selesai dihapus dari data kami. <b>Tarik persetujuannya?</b>
    }
privacy-help-withdraw = Sesudah ditarik, tanya jawab tetap bisa dipakai. Kakak bisa setuju lagi kapan saja dengan mendaftar.
privacy-label-withdraw = Tarik persetujuan
privacy-withdraw-kept = Baik, persetujuannya tetap berlaku.
privacy-withdrawn = ✋ Persetujuan pendataan sudah ditarik, dan isian usaha Kakak sudah dihapus. Tanya jawab tetap bisa dipakai.
privacy-reminder-withdrawn = 🔕 Persetujuan pengingat sudah ditarik. Tidak ada pengingat lagi.
privacy-button-data = 📄 Data saya
privacy-button-withdraw = ✋ Tarik persetujuan
privacy-button-erase = 🗑 Hapus data saya
