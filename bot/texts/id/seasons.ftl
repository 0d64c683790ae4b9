# Season reminders, questions about seasons, /pengingat, and the officials' calendar.

# -- one reminder

seasons-left = { $days ->
        [0] hari ini
        [1] besok
       *[other] { $days } hari lagi
    }
seasons-ago = { $days } hari
seasons-wave-title = 🔔 <b>{ $label }: { $left }</b>
seasons-wave-when = 📅 { $date }
seasons-wave-title-many = 🔔 <b>{ $names } berdekatan</b>
seasons-wave-event = • { $label }: { $date }, { $left }
seasons-wave-ideas = <b>Ide untuk usaha { $sector }</b>
seasons-wave-ideas-near = <b>Ide yang paling dekat dengan usaha { $sector }</b>
seasons-wave-ideas-mixed = <b>Beberapa ide</b>
seasons-wave-idea = • { $text }
seasons-wave-idea-of = • <i>{ $label }:</i> { $text }
seasons-wave-todo = <b>Yang perlu disiapkan sekarang</b>
seasons-wave-todo-item = ☐ { $text }
seasons-wave-programme = 📌 Bisa membantu: <b>{ $title }</b>. { $deadline }
seasons-wave-deadline = Batasnya { $date }.
seasons-wave-no-deadline = Belum ada batas waktu yang diumumkan.
seasons-wave-remark = ℹ️ { $text }
seasons-wave-note = 🗒 Catatan dinas: { $text }
seasons-wave-no-sector = Daftarkan usaha Kakak lewat /daftar supaya idenya pas dengan bidangnya.
seasons-wave-stop = <i>Ini saran, bukan data pasar. Tidak mau diingatkan lagi? Ketik: stop</i>
seasons-after-title = 📝 <b>{ $label }: sudah { $left } sejak { $date }</b>
seasons-after-title-many = 📝 <b>Sesudah { $names }</b>
seasons-after-todo = <b>Selagi masih ingat</b>
seasons-deadline-title = ⏳ <b>{ $label }: batas waktunya { $left }</b>
seasons-deadline-stop = <i>Kakak pernah menyatakan minat pada program ini. Tidak mau diingatkan lagi? Ketik: stop</i>
seasons-deadline-steps = <b>Langkahnya</b>
seasons-deadline-check = Pastikan ke { $with }.

seasons-button-ready = ✅ Sudah siap
seasons-button-again = 🔔 Ingatkan lagi
seasons-button-more = 💡 Ide lain
seasons-button-off = 🔕 Matikan musim ini
seasons-button-off-programme = 🔕 Matikan pengingat ini
seasons-button-programme = 📌 { $title }

# -- answers under a reminder

seasons-ready = Mantap, Kak! 👏 Pengingat { $names } kali ini saya hentikan. Semoga laris!
seasons-again = Siap. Saya ingatkan lagi { $names } pada <b>{ $date }</b> pukul { $hour } { $zone }.
seasons-again-last = Siap. Itu tadi pengingat terakhir sebelum harinya, jadi catat sendiri ya, Kak: { $names }, { $date }.
seasons-again-over = Harinya sudah lewat, Kak. Tahun berikutnya saya ingatkan lagi.
seasons-off-which = Musim mana yang dimatikan?
seasons-off = 🔕 Pengingat <b>{ $names }</b> dimatikan. Musim lain tetap jalan.
seasons-off-all = Semua di atas
seasons-button-undo = ↩️ Batalkan
seasons-button-settings = ⚙️ Atur pengingat
seasons-undone = Baik, dinyalakan lagi seperti semula. 🔔
seasons-undo-late = Sudah tidak ada yang perlu dibatalkan. Atur lagi di /pengingat.
seasons-gone = Pengingat ini sudah tidak berlaku.
seasons-ideas = 💡 <b>Ide { $season } untuk usaha { $sector }</b>
seasons-ideas-near = 💡 <b>Ide { $season } yang paling dekat dengan usaha { $sector }</b>
seasons-ideas-mixed = 💡 <b>Ide { $season }</b>

# -- asking

seasons-ask-one = <b>{ $label }</b>: { $date }. { $far }
seasons-far = { $days ->
        [0] Itu hari ini!
        [1] Itu besok.
       *[other] { $weeks ->
            [0] Tinggal { $days } hari lagi.
            [1] Kira-kira seminggu lagi (tepatnya { $days } hari).
           *[other] Kira-kira { $weeks } minggu lagi (tepatnya { $days } hari).
        }
    }
seasons-now = Sedang berlangsung sekarang.
seasons-ask-next = Musim jualan berikutnya:
seasons-ask-in = Musim jualan { $month }:
seasons-ask-none-in = { $begun ->
        [yes] Sampai akhir { $month } tidak ada musim jualan lagi di kalender kami. Yang terdekat sesudahnya:
       *[no] Pada { $month } tidak ada musim jualan di kalender kami. Yang terdekat sesudahnya:
    }
seasons-ask-after = Musim jualan sesudah <b>{ $label }</b>:
seasons-ask-line = • <b>{ $label }</b>: { $date }, { $left }
seasons-ask-best = Yang paling pas disiapkan sekarang: <b>{ $label }</b>. { $far }
seasons-past = Itu sudah lewat.
seasons-ask-start-early = <b>Enaknya mulai { $date }</b>, { $days } hari sebelum harinya. Jadi masih ada { $left } hari untuk bersiap-siap.
seasons-ask-start-now = <b>Enaknya mulai minggu ini.</b> Idealnya persiapan dimulai { $days } hari sebelumnya ({ $date }), jadi sekarang yang didahulukan:
seasons-ask-start-step = • <b>{ $date }</b>: { $text }
seasons-ask-sector = Usaha Kakak di bidang apa? Sebutkan saja, misalnya kue kering, konveksi, atau toko sembako, nanti idenya saya sesuaikan.
seasons-ask-which = Di bidang mana usaha Kakak?
seasons-ask-over = Kalender saya belum sampai ke sana, Kak. Coba tanya musim yang lebih dekat.
seasons-ask-other = Atau maksudnya modal usaha? Tekan tombol di bawah.
seasons-ask-suggestion = <i>Ide ini saran kami, bukan data pasar.</i>
seasons-button-picture = 🗓 Gambar 90 hari
seasons-button-remind = 🔔 Ingatkan saya
seasons-picture-title = Musim jualan { $city }
seasons-picture-range = { $from } sampai { $until }
seasons-picture-today = hari ini
seasons-picture-estimate = lingkaran putus-putus = tanggal masih perkiraan
seasons-picture-empty = Tidak ada musim jualan dalam 90 hari ini.
seasons-picture-left = { $days ->
        [0] hari ini
        [1] besok
       *[other] { $days } hari lagi
    }
seasons-picture-caption = 🗓 Musim jualan 90 hari ke depan:

# -- /pengingat

seasons-offer =
    🔔 <b>Pengingat musim jualan</b>

    Saya bisa mengabari Kakak menjelang musim ramai, misalnya { $examples }, lengkap dengan ide sesuai bidang usaha dan apa yang perlu disiapkan. Paling banyak { $budget } pesan seminggu.

    Kalau dinyalakan, Kakak setuju kami memakai bidang usaha dan pilihan musim Kakak untuk mengirim pengingat. Bisa dimatikan kapan saja, cukup ketik: <b>stop</b>. Rinciannya di /privasi.
seasons-state-on =
    🔔 <b>Pengingat musim: menyala</b>

    Musim: { $seasons }
    Jam: { $hour } { $zone }
    { $pause }
    Berikutnya: { $next }

    Mau berhenti? Ketik saja: stop
seasons-state-seasons = { $main ->
        [yes] semua musim utama{ $extra }{ $off }
       *[no] { $list }
    }
seasons-state-extra = {" "}ditambah { $names }
seasons-state-off = , kecuali { $names }
seasons-state-not-paused = Jeda: tidak
seasons-state-paused = Jeda: sampai { $date }
seasons-state-next = { $label }, pengingatnya datang { $date }
seasons-state-none = belum ada
seasons-button-main = 🔔 Nyalakan musim utama
seasons-button-choose = ☑️ Pilih musim
seasons-button-hour = 🕗 Ganti jam
seasons-button-pause = ⏸ Jeda 30 hari
seasons-button-resume = ▶️ Lanjutkan
seasons-button-stop = 🔕 Matikan semua
seasons-button-back = ⬅️ Kembali
seasons-button-hour-choice = { $hour } { $zone }
seasons-choose = Tekan musim untuk menyalakan atau mematikannya. Bidang usaha yang menentukan idenya, dan Kakak bebas memilih musim mana pun.
seasons-choose-hour = Mau diingatkan jam berapa?
seasons-switched-on = Pengingat menyala ✅
seasons-paused = Dijeda sampai { $date }.
seasons-resumed = Pengingat jalan lagi.

# -- in words

seasons-started =
    🔔 Siap, Kak! Pengingat <b>{ $label }</b> menyala.

    { $plan }

    Berhenti kapan saja, cukup ketik: <b>stop</b>.
seasons-started-asked = { $label } jatuh pada { $date }. { $asked }: pengingatnya datang <b>{ $day }</b> pukul { $hour } { $zone }, tepatnya { $left } hari sebelumnya.
seasons-started-late = { $label } jatuh pada { $date }, tinggal { $days } hari. { $asked } sudah lewat, jadi pengingat terdekat datang <b>{ $day }</b> pukul { $hour } { $zone }.
seasons-started-next = { $label } jatuh pada { $date }. Pengingat terdekat datang <b>{ $day }</b> pukul { $hour } { $zone }.
seasons-started-none = { $label } jatuh pada { $date }, sudah terlalu dekat untuk diingatkan lagi. Tahun berikutnya saya kabari.
seasons-asked = { $days ->
        [30] Sebulan sebelumnya
        [60] Dua bulan sebelumnya
        [14] Dua minggu sebelumnya
        [7] Seminggu sebelumnya
        [1] Sehari sebelumnya
       *[other] { $days } hari sebelumnya
    }
seasons-stopped =
    🔕 Sudah saya hentikan. Tidak ada lagi pengingat, kabar program, atau pengumuman biasa untuk Kakak.

    Yang tetap disampaikan hanya keadaan darurat. Pertanyaan Kakak tetap saya jawab.
seasons-stopped-one = 🔕 Pengingat <b>{ $names }</b> dihentikan.

# -- officials

seasons-calendar =
    🗓 <b>Kalender pengingat, 60 hari ke depan</b>

    { $list }

    Tekan nomornya untuk melihat, menahan, atau mengubah.
seasons-calendar-empty = 🗓 Tidak ada pengingat dalam 60 hari ke depan.
seasons-calendar-line = { $number }. { $day }: { $names }, { $wave } { $state }
seasons-wave-name = { $wave ->
        [-1] sesudah
       *[other] H-{ $wave }
    }
seasons-wave-state = { $state ->
        [held] ⏸ ditahan
        [skipped] ⏭ dilewati
        [made] ✅ sudah dibuat
        [empty] ▫️ tidak ada penerima
        [missed] ▫️ terlewat
        [awaiting] 🕓 menunggu persetujuan
        [approved] ✅ disetujui
       *[planned] {""}
    }
seasons-card =
    🗓 <b>{ $names }, { $wave }</b>

    Dikirim: { $day } pukul { $hour } { $zone }
    Tanggal: { $dates }
    Penerima saat ini: { $count } orang
    Keadaan: { $state }
    { $note }
seasons-card-planned = akan dikirim
seasons-card-note = Catatan: { $text }
seasons-card-no-note = Catatan: belum ada
seasons-card-answers = { $label }: { $ready } menjawab sudah siap
seasons-office-button-preview = 👁 Lihat pesannya
seasons-office-button-approve = ✅ Setujui
seasons-office-button-hold = ⏸ Tahan
seasons-office-button-release = ▶️ Lepaskan
seasons-office-button-skip = ⏭ Lewati
seasons-office-button-note = 🗒 Tulis catatan
seasons-office-button-idea = 💡 Tambah ide
seasons-office-button-dates = 📅 Tanggal
seasons-office-button-calendar = 🗓 Kalender musim
seasons-office-button-open-dates = 📅 Tetapkan tanggal
seasons-office-confirm = 🕓 Pengingat <b>{ $names }, { $wave }</b> menunggu persetujuan. Dikirim { $day } pukul { $hour } { $zone } setelah disetujui.
seasons-office-button-open = 👁 Buka
seasons-office-button-list = ⬅️ Kalender
seasons-office-which-sector = Dilihat sebagai pemilik usaha apa?
seasons-office-preview = 👁 Begini yang dibaca pemilik usaha { $sector } pada { $day }:
seasons-office-held = Ditahan. Tidak dikirim sampai dilepaskan.
seasons-office-skipped = Dilewati. Pengingat ini tidak akan dikirim.
seasons-office-approved = Disetujui. Dikirim sesuai jadwal.
seasons-office-released = Dilepaskan. Dikirim sesuai jadwal.
seasons-office-made-already = Pengingat ini sudah dibuat, jadi tidak bisa diubah lagi.
seasons-office-ask-note = Tulis catatan yang ikut dikirim bersama pengingat ini, paling banyak { $most } huruf. Kirim tanda minus (-) untuk menghapusnya.
seasons-office-noted = Catatan disimpan.
seasons-office-unnoted = Catatan dihapus.
seasons-office-too-long = Terlalu panjang, paling banyak { $most } huruf. Coba lebih singkat.
seasons-office-idea-sector = Ide <b>{ $season }</b> untuk bidang apa?
seasons-office-ask-idea = Tulis ide <b>{ $season }</b> untuk usaha { $sector }: satu kalimat yang bisa langsung dikerjakan, paling banyak { $most } huruf.
seasons-office-idea-added = Ide disimpan untuk { $season }, usaha { $sector }.
seasons-office-nothing-asked = Tidak jadi. Buka lagi lewat /kalender bila perlu.
seasons-office-dates = 📅 <b>{ $label } { $year }</b>: { $date } ({ $status })

    Pengingat yang belum dikirim ikut pindah.
seasons-office-which-event = Tanggal musim mana?
seasons-office-status = { $status ->
        [tetap] tetap
        [hitungan] hasil hitungan
        [pasti] sudah ditetapkan
       *[perkiraan] perkiraan
    }
seasons-office-button-confirm = ✅ Tetapkan { $date }
seasons-office-button-other = ✏️ Tanggal lain
seasons-office-ask-date = Tulis tanggal { $label } { $year }, misalnya: { $example }
seasons-office-date-unclear = Tanggalnya belum terbaca. Tulis seperti ini: { $example }
seasons-office-date-far = { $date } bukan di tahun { $year }. Tulis tanggal di tahun yang sama.
seasons-office-date-set = ✅ { $label } { $year } ditetapkan: <b>{ $date }</b>. Pengingat yang belum dikirim ikut pindah{ $recalled }.
seasons-office-date-recalled = {" "}({ $count } yang menunggu jamnya hari ini ditarik)
seasons-office-refused = Belum bisa disimpan: { $why }
seasons-announcement-title = Pengingat musim { $names } ({ $wave }), { $variants } versi teks

# -- demo

seasons-moment = H-{ $days } { $label }
