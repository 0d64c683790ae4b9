# Registering and keeping up businesses.

# -- the questions ------------------------------------------------------------------------------------------------

businesses-ask-name = Apa <b>nama usaha</b> Kakak?
businesses-help-name = Tulis nama yang dikenal pembeli, misalnya nama di spanduk atau kemasan. Belum punya nama? Pakai saja nama Kakak.
businesses-name-unread = Ketik saja nama usahanya, Kak.
businesses-name-new = Siap, usaha baru ya. Ketik nama usahanya.
businesses-name-sentence = Tidak apa-apa, Kak; nomor HP, NIB, dan omzet boleh dilewati nanti. Sekarang nama usahanya dulu. Kalau itu memang namanya, tulis misalnya <i>nama Warung Ibu</i>.
businesses-name-letters = Nama usaha harus ada hurufnya, Kak. Coba tulis lagi.
businesses-name-length = Tulis nama usaha { $shortest } sampai { $most } huruf, Kak.
businesses-name-noted = ✔️ Nama usaha: <b>{ $name }</b>.
businesses-button-own-name = 🙂 Pakai “{ $name }”

businesses-ask-trade = Usahanya <b>bergerak di bidang apa</b>? Tulis dengan kata sendiri, misalnya <i>jual nasi kuning</i> atau <i>jahit baju</i>. Bisa juga pilih:
businesses-help-trade = Tulis apa yang Kakak buat, jual, atau kerjakan. Nanti saya carikan bidangnya.
businesses-trade-unread = Tulis dengan kata sendiri, atau pilih bidang yang paling dekat.
businesses-trade-unknown = Saya belum tahu itu masuk bidang apa. Pilih yang paling dekat, ya.
businesses-trade-choose = Yang mana yang paling dekat?
businesses-trade-noted = ✔️ Bidang: <b>{ $sector }</b>. Kalau keliru, tekan Kembali.

businesses-ask-ward = Usahanya <b>di kelurahan mana</b>? Ketik namanya, pilih kecamatan, atau kirim lokasi.
businesses-help-ward = Cukup nama kelurahan tempat usaha berjalan, tanpa nama jalan. Alamat lengkap dan titik lokasi tidak kami simpan.
businesses-ward-unread = Saya belum menemukan kelurahan itu. Coba ketik lagi, atau pilih kecamatannya.
businesses-ward-district = Pilih kecamatannya dulu, ya.
businesses-ward-which = { $district }. Kelurahan mana?
businesses-ward-alike = Ada { $count } kelurahan dengan nama mirip. Yang mana?
businesses-ward-landmark = Daerah itu bisa masuk beberapa kelurahan. Yang mana?
businesses-ward-elsewhere = Pendaftaran ini untuk usaha di { $city }, Kak. Kalau usahanya di sini, ketik nama kelurahannya.
businesses-ward-share = Tekan tombol <b>Kirim lokasi saya</b> di bawah. Titiknya hanya dipakai untuk menebak kelurahan, lalu langsung dibuang.
businesses-ward-far = Lokasi itu di luar { $city }, Kak. Ketik saja nama kelurahan tempat usahanya.
businesses-ward-guess = 📍 Perkiraan saya <b>{ $ward }</b>, { $district }. Ini dihitung dari titik tengah kelurahan, jadi bisa meleset. Benar?
businesses-ward-noted = ✔️ { $ward }, { $district }.
businesses-button-district = Kecamatan { $name }
businesses-button-other-district = 🔁 Pilih kecamatan lain
businesses-button-location = 📍 Kirim lokasi
businesses-button-guess = ✅ Ya, { $ward }

businesses-ask-twin = Kakak sudah punya <b>{ $name }</b> ({ $number }) di kecamatan yang sama. Ini usaha lain, atau usaha yang sama?
businesses-help-twin = Kalau usahanya sama, tidak perlu didaftarkan lagi; cukup ubah datanya lewat /usaha.
businesses-twin-unread = Pilih salah satu, ya.
businesses-twin-same = Baik, tidak saya daftarkan dua kali. Datanya bisa dilihat dan diubah lewat /usaha.
businesses-button-twin-other = ➕ Usaha lain, lanjutkan
businesses-button-twin-same = ✋ Usaha yang sama

businesses-ask-year = <b>Sejak tahun berapa</b> usahanya berjalan?
businesses-help-year = Perkiraan saja sudah cukup, misalnya <i>2019</i> atau <i>3 tahun lalu</i>. Dari sini kami tahu dasar kelasnya: modal untuk usaha baru, omzet untuk yang sudah berjalan.
businesses-year-unread = Tulis tahunnya saja, misalnya <i>2019</i>, atau tekan Lewati.
businesses-year-one = Satu tahun saja, Kak: sejak kapan usahanya mulai?
businesses-year-future = Tahun itu belum sampai, Kak; sekarang { $now }. Sejak tahun berapa usahanya berjalan?
businesses-year-old = Tahunnya sepertinya salah ketik, Kak. Tulis empat angka, misalnya <i>2019</i>.

businesses-ask-money-sales = Kira-kira berapa <b>omzetnya</b> (penjualan kotor, sebelum dipotong biaya)? Tulis misalnya <i>15 juta sebulan</i>, atau pilih kisaran. Boleh dilewati.
businesses-ask-money-capital = Kira-kira berapa <b>modal usahanya</b>, di luar tanah dan bangunan? Tulis misalnya <i>20 juta</i>, atau pilih kisaran. Boleh dilewati.
businesses-help-money =
    Omzet adalah seluruh uang penjualan sebelum dipotong biaya, jadi bukan laba. Modal adalah uang untuk menjalankan usaha, tidak termasuk tanah dan bangunan.

    Gunanya hanya untuk memperkirakan kelas usaha menurut PP 7/2021. Kisaran saja cukup, dan boleh dilewati.
businesses-money-unread = Saya belum menemukan angkanya. Tulis misalnya <i>15 juta sebulan</i>, pilih kisaran, atau tekan Lewati.
businesses-money-varies = Tidak apa-apa kalau naik turun, Kak. Tulis satu angka rata-rata, pilih kisaran di bawah, atau tekan Lewati.
businesses-money-unknown = Tidak apa-apa, Kak. Pilih kisaran yang paling dekat, atau tekan Lewati.
businesses-money-which = Supaya tidak salah catat, maksudnya yang mana?
businesses-money-negative = Angkanya tidak bisa minus, Kak. Tulis berapa yang masuk dari penjualan, atau tekan Lewati.
businesses-money-large = Angkanya sepertinya kelebihan nol, Kak. Coba tulis lagi, misalnya <i>15 juta sebulan</i>.
businesses-money-profit = Itu untung bersih, ya. Yang kami catat <b>omzet</b>: penjualan kotor sebelum dipotong biaya. Kira-kira berapa?
businesses-money-period = { $amount } itu untuk berapa lama, Kak?
businesses-money-days = { $amount } sehari. Sebulan biasanya buka berapa hari?
businesses-money-noted = { $period ->
        [day] ✔️ { $said } sehari × { $days } hari × 12 bulan = <b>{ $amount } setahun</b> ({ $words }).
        [week] ✔️ { $said } seminggu × { $times } minggu = <b>{ $amount } setahun</b> ({ $words }).
        [month] ✔️ { $said } sebulan × { $times } bulan = <b>{ $amount } setahun</b> ({ $words }).
       *[year] ✔️ Omzet <b>{ $amount } setahun</b> ({ $words }).
    }
businesses-money-capital-noted = ✔️ Modal <b>{ $amount }</b> ({ $words }).
businesses-money-range-noted = ✔️ Tercatat: { $range }.
businesses-money-skipped = Baik, dilewati.
businesses-money-gross = Betul, yang kami catat memang penjualan kotor. Tetap saya simpan: { $money }.
businesses-button-per-day = sehari
businesses-button-per-month = sebulan
businesses-button-per-year = setahun
businesses-button-days = { $days } hari
businesses-button-range-up-to = { $kind ->
        [month] Sampai { $high } sebulan
        [year] Sampai { $high } setahun
       *[capital] Sampai { $high }
    }
businesses-button-range-between = { $kind ->
        [month] { $low } – { $high } sebulan
        [year] { $low } – { $high } setahun
       *[capital] { $low } – { $high }
    }
businesses-button-range-above = { $kind ->
        [month] Di atas { $low } sebulan
        [year] Di atas { $low } setahun
       *[capital] Di atas { $low }
    }
businesses-shown-range-up-to = { $kind ->
        [month] omzet sampai { $high } sebulan
        [year] omzet sampai { $high } setahun
       *[capital] modal sampai { $high }
    }
businesses-shown-range-between = { $kind ->
        [month] omzet di atas { $low } sampai { $high } sebulan
        [year] omzet di atas { $low } sampai { $high } setahun
       *[capital] modal di atas { $low } sampai { $high }
    }
businesses-shown-range-above = { $kind ->
        [month] omzet di atas { $low } sebulan
        [year] omzet di atas { $low } setahun
       *[capital] modal di atas { $low }
    }
businesses-shown-sales = { $period ->
        [year] omzet { $sales } setahun
        [day] omzet { $said } sehari, atau { $sales } setahun
        [week] omzet { $said } seminggu, atau { $sales } setahun
       *[month] omzet { $said } sebulan, atau { $sales } setahun
    }
businesses-shown-capital = modal { $capital }
businesses-shown-both = { $period ->
        [year] modal { $capital }; omzet { $sales } setahun
        [day] modal { $capital }; omzet { $said } sehari, atau { $sales } setahun
        [week] modal { $capital }; omzet { $said } seminggu, atau { $sales } setahun
       *[month] modal { $capital }; omzet { $said } sebulan, atau { $sales } setahun
    }

businesses-ask-nib = Sudah punya <b>NIB</b>? Tulis 13 angkanya. Kalau belum, tekan Lewati.
businesses-help-nib = NIB adalah Nomor Induk Berusaha dari oss.go.id, 13 angka, gratis. Belum punya tidak apa-apa; pendaftaran tetap jalan.
businesses-nib-unread = NIB itu 13 angka, Kak. Tulis angkanya, atau tekan Lewati kalau belum punya.
businesses-nib-length = NIB itu 13 angka, yang tadi { $count } angka. Coba dicek lagi, atau tekan Lewati.
businesses-nib-is-phone = Itu sepertinya nomor HP, bukan NIB. Simpan sebagai nomor HP usaha?
businesses-nib-or-phone = { $number } ada 13 angka, tetapi juga mirip nomor HP. Yang mana?
businesses-nib-kept-as-phone = ✔️ { $phone } disimpan sebagai nomor HP; NIB dikosongkan.
businesses-button-is-nib = 📄 Itu NIB
businesses-button-is-phone = 📱 Itu nomor HP

businesses-ask-phone = Berapa <b>nomor HP usaha</b> yang bisa dihubungi petugas? Tekan tombol di bawah, ketik nomornya, atau lewati.
businesses-help-phone = Hanya dipakai petugas dinas untuk urusan usaha Kakak. Tidak ditampilkan ke orang lain, dan boleh dilewati.
businesses-phone-unread = Tulis nomornya, misalnya <i>0812 3456 7890</i>, tekan Bagikan nomor saya, atau lewati.
businesses-phone-invalid = Nomor itu belum pas, Kak. Contoh yang benar: <i>0812 3456 7890</i> atau nomor telepon rumah dengan kode daerahnya.
businesses-phone-others = Kontak yang dibagikan ({ $phone }) bukan nomor akun Kakak. Pakai nomor ini untuk usahanya?
businesses-button-phone-yes = ✅ Ya, pakai
businesses-button-phone-no = ✖️ Bukan

# -- names of the answers -----------------------------------------------------------------------------------------

businesses-label-name = Nama usaha
businesses-label-trade = Bidang
businesses-label-ward = Wilayah
businesses-label-twin = Usaha lain atau sama
businesses-label-year = Mulai tahun
businesses-label-money = Omzet/modal
businesses-label-nib = NIB
businesses-label-phone = Nomor HP
businesses-label-sure = Hapus usaha
businesses-label-scale = Skala
businesses-label-status = Status
businesses-label-registered = Terdaftar
businesses-shown-trade = { $sector } ({ $description })
businesses-shown-ward = { $known ->
        [no] { $district }
       *[yes] { $ward }, { $district }
    }

# -- summary, resuming, saved -------------------------------------------------------------------------------------

businesses-summary =
    <b>{ $at }/{ $most }</b>  Mohon dicek dulu, ya:

    { $list }

    Sudah benar?
businesses-choose =
    Yang mana yang mau diubah?

    { $list }
businesses-button-save = ✅ Simpan
businesses-resume = { $named ->
        [yes] Pendaftaran <b>{ $name }</b> belum selesai, sudah sampai { $at }/{ $most }. Lanjutkan?
       *[no] Pendaftaran usaha Kakak belum selesai, sudah sampai { $at }/{ $most }. Lanjutkan?
    }
businesses-nudge = { $named ->
        [yes] Halo, Kak! Pendaftaran <b>{ $name }</b> kemarin sudah sampai { $at }/{ $most }. Mau dilanjutkan? Isiannya masih tersimpan, dan ini satu-satunya pengingat dari kami.
       *[no] Halo, Kak! Pendaftaran usaha kemarin belum selesai. Mau dilanjutkan? Ini satu-satunya pengingat dari kami.
    }
businesses-registered =
    ✅ <b>{ $name }</b> sudah terdaftar.
    Nomor: <b>{ $number }</b>

    { $scale }
businesses-next-steps =
    <b>Yang mungkin cocok untuk { $name }</b>

    { $list }

    Mau diingatkan menjelang musim ramai, seperti Ramadan atau tahun baru? Pengingat hanya dikirim kalau Kakak setuju, dan bisa dihentikan kapan saja.
businesses-next-step = • <b>{ $title }</b>: { $what }
businesses-button-remind = 🔔 Ya, ingatkan saya
businesses-button-mine = 🏪 Usaha saya
businesses-button-register = ➕ Daftarkan usaha
businesses-button-register-more = ➕ Daftarkan usaha lain

# -- the class ----------------------------------------------------------------------------------------------------

businesses-class-mikro = usaha mikro
businesses-class-kecil = usaha kecil
businesses-class-menengah = usaha menengah
businesses-class-di_atas = di atas kriteria UMKM
businesses-scale-unknown = Skala: <b>belum bisa ditentukan</b>, karena omzet dan modal belum diisi. Bisa dilengkapi kapan saja lewat /ubah.
businesses-scale-none = Skala: <b>{ $class }</b> (omzet belum ada). Menurut PP 7/2021 Pasal 35, mikro sampai { $limit } setahun.
businesses-scale =
    Skala: <b>{ $class }</b> menurut PP 7/2021 Pasal 35, karena { $basis ->
        [sales] omzet setahun
       *[capital] modal usaha (usaha baru)
    } { $how ->
        [range] dalam kisaran yang Kakak pilih
       *[figure] { $amount }
    } { $limited ->
        [yes] tidak melebihi { $limit }.
       *[no] melebihi batas usaha menengah.
    }{ $differs ->
        [yes] {" "}Kalau memakai modal, kelasnya { $other }; untuk kepastian, tanyakan ke dinas atau OSS.
       *[no] {""}
    }
    <i>Perkiraan dari isian Kakak, bukan penetapan resmi. Kalau menurut Kakak keliru, ubah isiannya atau tanyakan ke petugas.</i>
businesses-scale-short = { $class } (perkiraan)
businesses-scale-short-unknown = belum ditentukan

# -- the card -----------------------------------------------------------------------------------------------------

businesses-card-title = Kartu Pendaftaran UMKM
businesses-card-hint = Pindai untuk memeriksa
businesses-card-footer = Bukti pendataan di bot ini. Bukan izin usaha dan bukan pengganti NIB.
businesses-card-caption = Kartu pendaftaran <b>{ $name }</b>, { $number }.
businesses-card-file = kartu-{ $number }.png
businesses-check-unknown = Kartu ini tidak ada di data kami. Mungkin usahanya sudah dihapus pemiliknya, atau kartunya bukan dari kami.
businesses-check-official =
    ✅ <b>Kartu asli</b>

    <b>{ $name }</b>
    { $number }
    { $list }
businesses-check-anyone =
    ✅ <b>Kartu asli.</b> { $number } terdaftar atas nama <b>{ $name }</b>, { $status ->
        [open] masih jalan.
       *[closed] tercatat tutup.
    }

# -- my businesses ------------------------------------------------------------------------------------------------

businesses-none = Belum ada usaha Kakak yang terdaftar di sini. Daftar sekarang? Gratis, sekitar dua menit.
businesses-list =
    <b>Usaha Kakak</b>

    { $list }

    Pilih salah satu, atau tulis misalnya <i>yang pertama pindah alamat</i>.
businesses-list-row = { $at }. <b>{ $name }</b>, { $sector }, { $ward }{ $status ->
        [open] {""}
       *[closed] {" "}(tutup)
    }
businesses-view =
    <b>{ $name }</b>  { $number }

    { $list }

    { $scale }
businesses-view-status = { $status ->
        [open] masih jalan
       *[closed] tutup sejak { $since }
    }
businesses-view-due = ❓ Sudah lama tidak diperbarui. Usahanya masih jalan, Kak?
businesses-view-gone = Usaha itu sudah tidak ada di data Kakak.
businesses-button-edit = ✏️ Ubah
businesses-button-card = 🪪 Kartu
businesses-button-grow = 📈 Naik kelas
businesses-button-interests = 💡 Minat program
businesses-button-close = 🚪 Tutup usaha
businesses-button-reopen = 🔓 Buka lagi
businesses-button-delete = 🗑 Hapus
businesses-button-history = 🕘 Riwayat
businesses-button-still = 👍 Masih jalan
businesses-button-all = ⬅️ Semua usaha
businesses-button-view = 👁 Lihat { $name }
businesses-button-back = ⬅️ { $name }
businesses-editing = ✏️ Mengubah <b>{ $name }</b>.
businesses-edit-which = Usaha mana yang mau diubah?
businesses-delete-which = Usaha mana yang mau dihapus? Kalau mau menghapus semua data pribadi, pilih yang terakhir.
businesses-button-erase-all = 🗑 Semua data saya
businesses-edit-field = Bagian mana dari <b>{ $name }</b> yang mau diubah?
businesses-changed =
    ✔️ <b>{ $name }</b> sudah diperbarui.

    { $field }
    sebelum: { $before }
    sekarang: <b>{ $after }</b>
businesses-unchanged = Tidak ada yang berubah di <b>{ $name }</b>.
businesses-closed = 🚪 <b>{ $name }</b> dicatat tutup. Datanya tetap ada dan bisa dibuka lagi; pengumuman untuk usaha ini berhenti.
businesses-reopened = 🔓 <b>{ $name }</b> dibuka lagi. Selamat berjualan!
businesses-still = 👍 Terima kasih, <b>{ $name }</b> dicatat masih jalan.

businesses-ask-sure = Yakin mau menghapus <b>{ $name }</b> ({ $number })? Data usaha ini, minat, dan riwayatnya dihapus selamanya.
businesses-help-sure = Kalau usahanya hanya berhenti sementara, pilih Tutup usaha saja; datanya tetap ada.
businesses-sure-unread = Tekan salah satu tombol, atau jawab <b>ya</b> atau <b>tidak</b>.
businesses-button-sure-yes = 🗑 Ya, hapus
businesses-button-sure-no = ↩️ Jangan dihapus
businesses-delete-kept = Baik, <b>{ $name }</b> tidak dihapus.
businesses-deleted = { $count ->
        [0] 🗑 <b>{ $name }</b> sudah dihapus. Tidak ada usaha Kakak yang tersisa di sini.
       *[other] 🗑 <b>{ $name }</b> sudah dihapus. Yang tetap ada: { $left }.
    }

businesses-history =
    <b>Riwayat { $name }</b>

    { $list }
businesses-history-none = Belum ada perubahan pada <b>{ $name }</b> sejak didaftarkan.
businesses-history-row = { $at }: { $field }, { $before } → { $after }
businesses-status-open = masih jalan
businesses-status-closed = tutup

# -- naik kelas ---------------------------------------------------------------------------------------------------

businesses-grow =
    <b>Naik kelas: { $name }</b>

    { $distance }

    { $scheme }<b>Kesiapan: { $done } dari { $count }</b>
    Tekan untuk mencentang. Daftar ini saran kami, bukan syarat resmi.
businesses-own-class = <b>{ $name }</b>: { $distance }
businesses-own-class-note = Ini perkiraan dari isian Kakak, bukan penetapan resmi.
businesses-button-grow-of = 📈 { $name }
businesses-grow-unknown = Jaraknya belum bisa dihitung karena omzet atau modal belum diisi.
businesses-grow-distance =
    Sekarang { $class }, dengan { $basis ->
        [sales] omzet { $amount } setahun
       *[capital] modal { $amount }
    }. Batas ke { $next } adalah di atas { $limit }{ $basis ->
        [sales] {" "}setahun
       *[capital] {""}
    }, jadi masih kurang { $distance }{ $times ->
        [0] {""}
       *[other] {" "}(sekitar { $times } kali yang sekarang)
    }. Tidak harus sekaligus; naik sedikit demi sedikit juga baik.
businesses-grow-range = Sekarang { $class }, dari kisaran yang Kakak pilih. Batas ke { $next } adalah di atas { $limit }. Isi angka yang lebih pasti kalau mau tahu jaraknya.
businesses-grow-top = Sekarang { $class }. Tidak ada kelas UMKM di atasnya.
businesses-grow-scheme =
    ℹ️ Skema naik kelas dari pemerintah kota <b>masih dirumuskan</b>; belum ada pendaftaran atau syarat resminya.
businesses-ready-legal = NIB aktif, bidang & alamat sesuai
businesses-ready-pangan = PIRT atau izin BPOM
businesses-ready-halal = Sertifikat halal
businesses-ready-merek = Merek didaftarkan
businesses-ready-buku = Catatan keuangan 6 bulan
businesses-ready-pajak = NPWP dan lapor SPT
businesses-ready-digital = QRIS dan katalog daring
businesses-ready-pasar = Dua saluran jual atau lebih
businesses-ready-sdm = Cara kerja tertulis & pengganti
businesses-ready-modal = Tahu kebutuhan modal

# -- interest -----------------------------------------------------------------------------------------------------

businesses-button-interest = 💡 Minat: { $title }
businesses-interest-which = Untuk usaha yang mana?
businesses-interest-none = Minat dicatat untuk usaha yang terdaftar. Daftarkan usahanya dulu, ya; sekitar dua menit.
businesses-interest-noted = 💡 Minat <b>{ $name }</b> pada <b>{ $title }</b> dicatat. Petugas bisa melihatnya; ini belum pendaftaran program.
businesses-interest-gone = Minat <b>{ $name }</b> pada <b>{ $title }</b> sudah dibatalkan.
businesses-button-interest-off = ✖️ Batalkan: { $title }
businesses-interests =
    <b>Minat { $name }</b>

    { $list }
businesses-interests-none = <b>{ $name }</b> belum mencatat minat pada program. Buka menu Program, lalu tekan Minat.
businesses-button-programmes = 🎓 Lihat program
