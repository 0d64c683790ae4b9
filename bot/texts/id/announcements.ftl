# Announcements as officials write, approve and watch them, and as people ask about them. What the services say
# (refusals, reasons, the frame of every announcement) stands in announcements-services.ftl.

# -- list and card
announcements-button-desk = 📢 Pengumuman
announcements-list =
    { $count ->
        [0] <b>Pengumuman</b>

            Belum ada pengumuman. Tekan “Tulis baru” untuk memulai.
       *[other] <b>Pengumuman</b>

            Pilih salah satu untuk melihat isi dan keadaannya, atau tulis yang baru.
    }
announcements-no-text-yet = (belum ada teks)
announcements-by-system = (pengingat dari sistem)
announcements-templates =
    { $count ->
        [0] <b>Templat</b>

            Belum ada templat. Buka sebuah draf, lalu pilih “Simpan sebagai templat”.
       *[other] <b>Templat</b>

            Pilih templat, lalu pakai isinya untuk draf baru.
    }
announcements-copied = Isinya sudah disalin ke draf nomor { $number }. Periksa lagi penerima dan waktunya, ya.

announcements-state-draft = draf
announcements-state-awaiting = menunggu persetujuan
announcements-state-approved =
    { $action ->
        [send] disetujui, menunggu waktu kirim
       *[other] disetujui, menunggu waktunya
    }
announcements-state-sending =
    { $action ->
        [edit] pesannya sedang diralat
        [delete] pesannya sedang ditarik
       *[send] sedang dikirim
    }
announcements-state-paused = dihentikan sementara
announcements-state-finished =
    { $action ->
        [send] selesai dikirim
       *[other] selesai
    }
announcements-state-rejected = ditolak
announcements-state-cancelled = dibatalkan
announcements-state-expired = lewat masa berlaku
announcements-stale = Tombol itu sudah tidak berlaku. { $what } sekarang: { $state }.
announcements-saved = Tersimpan

announcements-called-send = pengumuman nomor { $number }
announcements-called-edit = ralat pengumuman nomor { $original } (berkas nomor { $number })
announcements-called-delete = penarikan pengumuman nomor { $original } (berkas nomor { $number })
announcements-title-edit = ralat { $original }: { $words }
announcements-title-delete = penarikan { $original }
announcements-card-send = 📢 <b>Pengumuman nomor { $number }</b>
announcements-card-edit = ✏️ <b>Ralat untuk pengumuman nomor { $original }</b> (berkas nomor { $number })
announcements-card-delete = 🗑 <b>Penarikan pengumuman nomor { $original }</b> (berkas nomor { $number })
announcements-card-template = 🗂 <b>Templat: { $name }</b>
announcements-card-state = { $sign } Keadaan: { $state }
announcements-card-rejected = Alasan penolakan: <i>{ $reason }</i>
announcements-card-since-edit = ✏️ Diralat { $at } (berkas nomor { $number })
announcements-card-since-delete = 🗑 Ditarik { $at } (berkas nomor { $number })
announcements-card-empty = Isinya belum ditulis.
announcements-card-by-system = Dibuat sistem; teksnya berbeda-beda menurut usaha penerima.
announcements-card-length = Panjang teks: { $have } dari { $most } huruf
announcements-card-media = Lampiran: { $media }
announcements-media-photo = foto
announcements-media-document = dokumen
announcements-media-video = video
announcements-card-link = Tombol: { $label } → { $url }
announcements-card-counted = (lewat bot, penekan tombol dihitung)
announcements-card-blank = { $blank } terisi sendiri; kalau tidak diketahui: { $fallback }
announcements-card-sender = Pengirim: { $sender }
announcements-card-kind = Jenis: { $kind }
announcements-card-audience = Penerima: { $audience }
announcements-card-when = Waktu kirim: { $when }
announcements-card-not-after = Paling lambat: { $when }
announcements-at-once = segera setelah disetujui
announcements-after-quiet = setelah jam tenang, { $at }
announcements-soon = sebentar lagi

announcements-button-new = ➕ Tulis baru
announcements-button-templates = 🗂 Templat
announcements-button-newer = ⬅️ Lebih baru
announcements-button-older = Lebih lama ➡️
announcements-button-list = 📋 Semua pengumuman
announcements-button-card = ⬅️ Lihat pengumuman
announcements-button-copy = 📄 Salin jadi draf baru
announcements-button-use = 📄 Pakai templat ini
announcements-button-text = ✏️ Isi pesan
announcements-button-media = 📎 Lampiran
announcements-button-links = 🔗 Tombol tautan
announcements-button-kind = 🏷 Jenis
announcements-button-audience = 👥 Penerima
announcements-button-when = 🕘 Waktu kirim
announcements-button-until = ⌛ Paling lambat
announcements-button-signed = 🖊 Pengirim
announcements-button-signed-office = Hanya { $office }
announcements-button-preview = 👀 Pratinjau
announcements-button-submit = 📨 Minta persetujuan
announcements-button-keep = 🗂 Simpan sebagai templat
announcements-button-drop = 🗑 Buang draf
announcements-drop = Buang draf nomor { $number }? Isinya tidak bisa dikembalikan.
announcements-drop-template = Buang templat <b>{ $name }</b>? Pengumuman yang dibuat darinya tidak berubah.
announcements-dropped-template = Templat <b>{ $name }</b> sudah dibuang.
announcements-button-drop-template = 🗑 Buang templat
announcements-button-drop-sure = 🗑 Ya, buang
announcements-dropped = Draf nomor { $number } sudah dibuang.

# -- composing
announcements-step = <i>Langkah { $at } dari { $of }</i>
announcements-ask-text =
    <b>Tulis isi pengumuman</b>, lalu kirim sebagai satu pesan. Tebal, miring, dan tautan akan sampai persis seperti yang dikirim. Paling panjang { $most } huruf.

    Ingin menyapa penerima? Tulis {"{"}nama{"}"} atau {"{"}usaha{"}"} di tempatnya, nanti terisi sendiri.
announcements-ask-text-again = <b>Tulis isi yang sudah diperbaiki</b>, lalu kirim sebagai satu pesan. Isi ini menggantikan seluruh pesan yang lama. Paling panjang { $most } huruf.
announcements-ask-media =
    { $attached ->
        [0] <b>Tambah lampiran?</b> Kirim satu foto, dokumen, atau video. Kalau tidak perlu, lewati saja.
       *[1] <b>Lampiran sudah terpasang.</b> Kirim foto, dokumen, atau video lain untuk menggantinya. Kalau sudah pas, biarkan saja.
    }
announcements-ask-links =
    { $count ->
        [0] <b>Tambah tombol tautan?</b>
       *[other] <b>Tombol tautan</b> ({ $count } terpasang)
    }

    Tulis satu baris untuk tiap tombol, paling banyak tiga, seperti ini:

    <code>Daftar di sini | https://contoh.go.id</code>
announcements-ask-kind =
    <b>Jenis pengumumannya apa?</b>

    • Info umum: kabar biasa
    • Info tenggat: ada batas waktu yang perlu dikejar
    • Darurat: keselamatan atau bencana; tetap dikirim pada jam tenang, dan perlu dua petugas lain yang menyetujui
announcements-ask-when =
    <b>Kapan dikirim?</b> Pilih di bawah, atau ketik waktunya ({ $zone }), misalnya <code>besok 09.00</code>, <code>senin jam 8</code>, atau <code>{ $example }</code>.

    { $waits ->
        [0] Yang ini tidak menunggu jam tenang dan waktu salat Jumat.
       *[1] Pada jam tenang dan waktu salat Jumat pengumuman menunggu dulu.
    }
announcements-ask-until =
    <b>Paling lambat kapan masih boleh dikirim?</b> Sesudah itu sisanya tidak dikirim lagi, supaya tidak ada kabar basi.

    Pilih di bawah, atau ketik waktunya ({ $zone }), misalnya <code>{ $example }</code>.
announcements-ask-blank =
    <b>Kalau { $blank } tidak diketahui, ditulis apa?</b> Pilih di bawah, atau ketik sendiri.
announcements-ask-template = <b>Templat ini mau diberi nama apa?</b> Ketik nama singkat, misalnya <i>Undangan pelatihan</i>.
announcements-ask-signed =
    <b>Atas nama siapa pengumuman ini?</b> Sekarang tertulis: { $sender }

    Ketik nama panggilan atau nama bidang, misalnya <i>Bidang Usaha Mikro</i>. Nama dinas selalu ikut tertulis.
announcements-need-signed = Ketik nama pengirimnya, atau pilih tombol di atas.
announcements-template-kept = Tersimpan sebagai templat <b>{ $name }</b>.
announcements-links-kept =
    { $count ->
        [1] Satu tombol terpasang.
       *[other] { $count } tombol terpasang.
    }
announcements-album = 📎 Pengumuman hanya bisa membawa satu lampiran, jadi yang dipakai berkas pertama dari album itu. Yang lain tidak ikut terkirim.
announcements-album-without-text = 📎 Pengumuman hanya bisa membawa satu lampiran, jadi yang dipakai berkas pertama dari album itu. Sekarang kirim tulisannya, ya.
announcements-caption-left = Lampirannya sudah terpasang. Tulisan di bawah berkas tidak dipakai, karena isi pesan sudah ada.
announcements-left = Baik, berhenti dulu. Drafnya tetap tersimpan.
announcements-need-text = Isi pesannya belum ada. Kirim tulisannya dulu, atau foto yang disertai tulisan.
announcements-need-media = Yang bisa dilampirkan: satu foto, dokumen, atau video. Kirim salah satunya, atau lewati.
announcements-media-refused = Berkas ini belum bisa dipakai: { $why }. Kirim berkas lain, atau lewati.
announcements-media-away = Telegram sedang tidak menjawab
announcements-need-links =
    Tulis judul tombol, garis tegak, lalu tautannya, satu baris untuk tiap tombol:

    <code>Daftar di sini | https://contoh.go.id</code>
announcements-need-button = Pilih jenisnya lewat tombol di bawah ini, ya.
announcements-edited-message = Pesan yang diubah tidak terbaca sebagai isi baru. Kirim sebagai pesan baru, ya.
announcements-moment-unclear = Waktunya belum terbaca. Tulis misalnya <code>besok 09.00</code> atau <code>{ $example }</code>.
announcements-moment-no-such-day = Tanggal itu tidak ada di kalender. Tulis misalnya <code>{ $example }</code>.
announcements-moment-past = Waktu itu sudah lewat. Tulis waktu yang akan datang, misalnya <code>{ $example }</code>.
announcements-emergency =
    🚨 <b>Benar darurat?</b>

    Pengumuman darurat juga dikirim pada malam hari dan waktu salat Jumat, dan sampai ke semua orang, termasuk yang mematikan info umum. Dua petugas lain harus menyetujuinya.

    Pakai hanya kalau menunggu bisa merugikan orang.
announcements-button-emergency = 🚨 Ya, ini darurat
announcements-button-emergency-not = ⬅️ Bukan, pilih jenis lain
announcements-button-kind-information = ℹ️ Info umum
announcements-button-kind-deadline = ⏰ Info tenggat
announcements-button-kind-emergency = 🚨 Darurat
announcements-button-media-off = 🗑 Tanpa lampiran
announcements-button-links-off = 🗑 Tanpa tombol
announcements-button-count = 📈 Hitung penekan tombol
announcements-button-count-off = 📈 Tidak usah dihitung
announcements-button-when-now = ⚡ Segera setelah disetujui
announcements-button-when-tomorrow = 🕘 Besok 09.00
announcements-button-when-after = 🕘 Lusa 09.00
announcements-button-until-never = ♾ Tanpa batas khusus
announcements-button-until-today = ⌛ Akhir hari ini
announcements-button-until-tomorrow = ⌛ Akhir besok
announcements-button-before = ⬅️ Kembali
announcements-button-skip = Lewati ➡️
announcements-button-on = Lanjut ➡️
announcements-button-later = 💾 Simpan, lanjut nanti

# -- audience
announcements-who = <b>Siapa penerima pengumuman nomor { $number }?</b>
announcements-who-chosen = Pilihan: { $audience }
announcements-who-first = Pilih dulu penerimanya; jumlahnya langsung terlihat di sini.
announcements-audience-none = belum dipilih
announcements-audience-everyone = semua orang
announcements-audience-or = {" "}atau{" "}
announcements-audience-registered = punya usaha terdaftar
announcements-audience-unregistered = belum mendaftarkan usaha
announcements-audience-chats = grup dan kanal dinas
announcements-audience-chats-only = hanya grup dan kanal dinas
announcements-audience-listed = pemilik usaha yang cocok dengan isinya
announcements-choice-mikro = Mikro
announcements-choice-kecil = Kecil
announcements-choice-menengah = Menengah
announcements-choice-id = Bahasa Indonesia
announcements-choice-en = Bahasa Inggris
announcements-choice-any = Tidak dibedakan
announcements-choice-registered = Punya usaha terdaftar
announcements-choice-unregistered = Belum mendaftarkan usaha
announcements-button-sectors =
    { $count ->
        [0] Bidang usaha
       *[other] Bidang usaha ({ $count })
    }
announcements-button-kecamatan =
    { $count ->
        [0] Kecamatan
       *[other] Kecamatan ({ $count })
    }
announcements-button-scales =
    { $count ->
        [0] Skala usaha
       *[other] Skala usaha ({ $count })
    }
announcements-button-programmes =
    { $count ->
        [0] Minat program
       *[other] Minat program ({ $count })
    }
announcements-button-languages =
    { $count ->
        [0] Bahasa
       *[other] Bahasa ({ $count })
    }
announcements-button-registered =
    { $count ->
        [0] Terdaftar atau belum
       *[other] Terdaftar atau belum ✅
    }
announcements-button-everyone =
    { $on ->
        [1] ✅ Semua orang
       *[other] Semua orang
    }
announcements-button-chats =
    { $on ->
        [1] ✅ Grup dan kanal dinas
       *[other] Grup dan kanal dinas
    }
announcements-button-done = ✔️ Selesai memilih
announcements-pick-sectors = <b>Bidang usaha mana?</b> Boleh lebih dari satu.
announcements-pick-kecamatan = <b>Kecamatan mana?</b> Boleh lebih dari satu.
announcements-pick-scales = <b>Skala usaha mana?</b> Boleh lebih dari satu.
announcements-pick-programmes = <b>Yang berminat pada program apa?</b> Boleh lebih dari satu.
announcements-pick-languages = <b>Yang memakai bahasa apa?</b>
announcements-pick-registered = <b>Terdaftar atau belum?</b>
announcements-reach-will = ✅ Akan menerima: <b>{ $count }</b>
announcements-reach-chats = { "   " }termasuk { $count } grup dan kanal
announcements-reach-opted-out = 🔕 Mematikan jenis ini: { $count }
announcements-reach-blocked = 🚫 Memblokir bot atau tidak aktif: { $count }
announcements-reach-budget = 📆 Jatah pesan minggu ini sudah terpakai: { $count }
announcements-reach-outside = ➖ Di luar pilihan: { $count }
announcements-reach-total = Jumlah semuanya: { $count }
announcements-reach-edit = Pesan yang akan diubah: <b>{ $count }</b>
announcements-reach-edit-not = Tidak diketahui sampai atau tidak, jadi tidak bisa diubah: { $count }
announcements-reach-delete = Pesan yang akan dihapus: <b>{ $count }</b>
announcements-reach-delete-not = Tidak diketahui sampai atau tidak, jadi tidak bisa dihapus: { $count }

# -- preview and approval
announcements-preview = 👆 Begitulah { $what } akan terlihat.
announcements-preview-retraction = 👆 Begitulah { $what } terlihat pada pesan yang sudah tidak bisa dihapus. Yang masih bisa, hilang dari percakapan.
announcements-preview-samples = Contoh penerima:
announcements-sample = • { $name } ({ $business })
announcements-no-business = belum ada usaha terdaftar
announcements-preview-finish = Perkiraan selesai: { $at }, dengan { $pace } pesan per detik
announcements-preview-late = ⚠️ Tidak semua sempat menerimanya sebelum batas “Paling lambat”.
announcements-preview-similar = ⚠️ Isinya hampir sama ({ $likeness }%) dengan pengumuman nomor { $number }. Yakin perlu dikirim lagi?
announcements-preview-no-chats = Grup dan kanal dinas tidak dipilih.
announcements-preview-failed = Pengumuman ini belum bisa ditampilkan: { $why }. Perbaiki dulu isinya.
announcements-button-test = 🧪 Uji coba ke petugas
announcements-test-note = 👆 Ini uji coba dari { $name } (pengumuman nomor { $number }); belum dikirim ke warga.
announcements-tested =
    { $count ->
        [0] Tidak ada petugas lain yang bisa menerima uji coba.
       *[other] Uji coba sudah sampai ke { $count } petugas.
    }
announcements-submitted-toast = Diajukan
announcements-submitted = 📨 Sudah ditunjukkan kepada { $count } petugas. Persetujuan yang masih diperlukan: { $needed }.
announcements-submitted-unreachable =
    ⚠️ Yang berwenang menyetujui tetapi tidak bisa dihubungi: <b>{ $names }</b>. Mungkin botnya diblokir atau belum pernah dibuka. Minta mereka membuka bot ini dan menekan Mulai; setelah itu tekan “Tunjukkan lagi”.
announcements-submitted-too-few =
    { $more ->
        [1] ⚠️ Belum bisa dikirim: masih perlu satu petugas lain yang berwenang menyetujui.
       *[other] ⚠️ Belum bisa dikirim: masih perlu { $more } petugas lain yang berwenang menyetujui.
    }
announcements-submitted-admin = Minta admin mengundang seorang rekan lewat /petugas → 👥 Petugas → ➕ Undang petugas, dengan wewenang <i>menyetujui pengumuman</i>. Sesudah itu tekan “Tunjukkan lagi”. Pengumuman ini tetap menunggu.
announcements-submitted-invite = Undang seorang rekan lewat /petugas → 👥 Petugas → ➕ Undang petugas, dengan wewenang <i>menyetujui pengumuman</i>. Sesudah itu tekan “Tunjukkan lagi”. Pengumuman ini tetap menunggu.
announcements-button-remind = 🔁 Tunjukkan lagi
announcements-nameless = admin yang belum pernah membuka bot
announcements-please-decide = <b>{ $name } meminta persetujuan untuk { $what }.</b>
announcements-please-decide-emergency = 🚨 <b>Darurat.</b> Perlu dua petugas yang menyetujui.
announcements-button-approve = ✅ Setujui
announcements-button-reject = ↩️ Tolak
announcements-button-look = 👀 Lihat pesan
announcements-button-pull = ✏️ Tarik untuk diubah
announcements-pulled = Kembali menjadi draf; persetujuan harus diminta lagi
announcements-approved-toast = Tercatat
announcements-approved = ✅ { $what } sudah disetujui.
announcements-confirmed = Tercatat. { $what } masih perlu disetujui { $missing } petugas lagi.
announcements-confirmed-author = { $name } menyetujui { $what }. Masih perlu { $missing } petugas lagi.
announcements-why-not = Tulis alasan menolak { $what }. Penulisnya akan membaca alasan ini.
announcements-rejected = ↩️ { $what } ditolak, dan penulisnya akan diberi tahu.

# -- watching
announcements-progress = { $sign } <b>{ $what }</b>: { $state }
announcements-bucket-sent =
    { $action ->
        [edit] ✅ Sudah diralat: { $count }
        [delete] ✅ Sudah ditarik: { $count }
       *[send] ✅ Terkirim: { $count }
    }
announcements-bucket-blocked = 🚫 Tidak terjangkau: { $count }
announcements-bucket-failed = ❌ Gagal: { $count }
announcements-bucket-unknown = ❓ Belum pasti sampai: { $count }
announcements-bucket-skipped = ➖ Dilewati: { $count }
announcements-bucket-left =
    { $action ->
        [edit] ⏳ Belum diralat: { $count }
        [delete] ⏳ Belum ditarik: { $count }
       *[send] ⏳ Belum dikirim: { $count }
    }
announcements-progress-pace = Kecepatan: { $pace } pesan per detik
announcements-progress-quiet = 🌙 Jam tenang, dilanjutkan { $until }
announcements-progress-flood = ⏸ Telegram meminta jeda sampai { $until }; sesudah itu lanjut sendiri.
announcements-progress-finish = Perkiraan selesai: { $at }
announcements-button-watch = 📤 Pantau
announcements-button-pause = ⏸ Hentikan sementara
announcements-button-resume = ▶️ Lanjutkan
announcements-button-cancel = ✖️ Batalkan
announcements-paused-toast = Dihentikan sementara
announcements-resumed-toast = Dilanjutkan
announcements-cancel =
    { $action ->
        [send] Batalkan { $what }? Belum ada yang dikirim.
       *[other] Batalkan { $what }? Belum ada pesan yang disentuh.
    }
announcements-cancel-rest =
    { $action ->
        [edit] Batalkan sisa { $what }?

            Sudah diralat: { $sent }. Pada { $left } penerima lainnya pesan lama tetap ada. Pembatalan tidak bisa dicabut.
        [delete] Batalkan sisa { $what }?

            Sudah ditarik: { $sent }. Pada { $left } penerima lainnya pesannya tetap ada. Pembatalan tidak bisa dicabut.
       *[send] Batalkan sisa { $what }?

            Sudah terkirim: { $sent }. Yang belum, { $left } penerima, tidak akan menerimanya. Pembatalan tidak bisa dicabut.
    }
announcements-cancel-goes-on = Selama belum dibatalkan, pengirimannya jalan terus.
announcements-button-cancel-sure = ✖️ Ya, batalkan
announcements-button-cancel-not = ⬅️ Jangan dibatalkan
announcements-cancelled =
    { $action ->
        [send] { $what } dibatalkan, dan belum ada yang menerimanya.
       *[other] { $what } dibatalkan, dan belum ada pesan yang disentuh.
    }
announcements-cancelled-toast =
    { $action ->
        [send] Dibatalkan. Yang tidak jadi menerima: { $left }
       *[other] Dibatalkan. Pesan yang tetap seperti semula: { $left }
    }
announcements-progress-cancelled =
    { $action ->
        [edit] Yang sudah diralat tidak kembali ke isi lama.
        [delete] Yang sudah ditarik tidak kembali.
       *[send] Yang sudah terkirim tetap ada pada penerimanya; bila perlu, ralat atau tarik lewat Laporan.
    }
announcements-news-approved = ✅ { $what } sudah disetujui. Waktu kirim: { $when }.
announcements-news-rejected =
    ↩️ { $what } ditolak.

    Alasannya: <i>{ $reason }</i>
announcements-news-paused =
    ⏸ { $what } dihentikan sementara.

    { $why }. Periksa laporannya, lalu lanjutkan atau batalkan.
announcements-news-paused-by =
    ⏸ { $what } dihentikan sementara oleh <b>{ $name }</b>.

    Tanyakan alasannya, lalu lanjutkan atau batalkan.
announcements-news-cancelled =
    ✖️ { $what } dibatalkan oleh <b>{ $name }</b>.

    Kalau masih perlu, tanyakan alasannya, lalu siapkan yang baru.
announcements-nameless-official = seorang petugas
announcements-news-expired = ⌛ { $what } sudah lewat masa berlakunya, jadi yang belum terkirim tidak dikirim lagi.
announcements-news-expired-unsent = ⌛ { $what } lewat masa berlakunya sebelum sempat dikirim, jadi tidak ada yang menerimanya. Salin jadi draf baru kalau masih perlu.

announcements-news-orphaned =
    { $action ->
        [send] ⚠️ { $what } belum sempat dikirim dan kembali menjadi draf, karena petugas yang menulisnya menghapus datanya. Kalau masih perlu, salin jadi draf baru lalu minta persetujuan.
       *[other] ⚠️ { $what } belum sempat dijalankan dan kembali menjadi draf, karena petugas yang menulisnya menghapus datanya. Kalau masih perlu, siapkan lagi dari laporan pengumuman nomor { $original }.
    }

# -- report
announcements-report = 📊 <b>Laporan { $what }</b>: { $state }
announcements-report-started = Mulai: { $at }
announcements-report-finished =
    { $state ->
        [cancelled] Dibatalkan: { $at }
        [expired] Berakhir: { $at }
       *[finished] Selesai: { $at }
    }
announcements-report-sums = Jumlahnya { $total }, sama dengan jumlah penerima yang dicatat saat mulai.
announcements-report-does-not-sum = ⚠️ Jumlahnya { $total }, tidak sama dengan yang dicatat saat mulai. Beri tahu pengelola bot.
announcements-report-reasons = <b>Yang tidak atau belum pasti terjangkau, dan sebabnya</b>
announcements-reason = • { $reason }: { $count }
announcements-report-clicks = <b>Tombol yang ditekan</b>
announcements-report-click = • { $label }: { $count } kali
announcements-report-unknown =
    ❓ Belum pasti apakah { $count } penerima sudah menerimanya, karena jawaban Telegram hilang di jalan. Mereka tidak dikirimi lagi tanpa keputusan petugas.
announcements-button-report = 📊 Laporan
announcements-button-sheet = 📥 Unduh rincian (XLSX)
announcements-sheet-file = pengumuman-{ $number }.xlsx
announcements-sheet-caption = Rincian { $what }: { $count } baris. Berisi nama orang, jadi jangan disebarkan.
announcements-sheet-not-allowed = Rincian berisi nama orang: hanya untuk penulisnya dan petugas dengan hak laporan.
announcements-button-again = 🔁 Kirim ulang yang gagal ({ $count })
announcements-again = Dikirim ulang ke { $count } penerima yang tadinya gagal.
announcements-button-unknown = ❓ Belum pasti sampai ({ $count })
announcements-unknown =
    ❓ <b>Belum pasti apakah { $count } penerima sudah menerima pengumuman nomor { $number }.</b>

    Kalau dibiarkan, mungkin ada yang tidak pernah menerimanya.
    Kalau dikirim lagi, mungkin ada yang menerimanya dua kali.
announcements-button-leave = 👌 Biarkan saja
announcements-button-twice = 🔁 Kirim lagi saja
announcements-unknown-kept = Baik, { $count } penerima dibiarkan seperti sekarang.
announcements-unknown-again = Baik, { $count } penerima dikirimi lagi.

# -- ralat
announcements-button-correct = ✏️ Ralat isinya
announcements-button-retract = 🗑 Tarik
announcements-correcting =
    Ini draf ralat nomor { $draft } untuk pengumuman nomor { $number }. Setelah disetujui, pesan yang sudah diterima orang akan diganti isinya, dengan catatan bahwa ini ralat.
announcements-retract =
    🗑 <b>Tarik pengumuman nomor { $number }?</b>

    Setelah disetujui, pesannya dihapus dari percakapan semua penerima. Telegram hanya mengizinkan itu selama 48 jam sejak dikirim; yang lebih lama diganti dengan keterangan bahwa pengumuman ditarik.

    Yang sudah membacanya tentu tetap tahu. Kalau hanya ada yang keliru, ralat lebih baik.
announcements-button-retract-sure = 🗑 Ya, siapkan penarikan
announcements-retract-text = Pengumuman ini ditarik. Mohon isinya tidak dipakai lagi.

# -- for everybody
announcements-button-unmute = 🔔 Nyalakan lagi
announcements-button-unmute-kind = 🔔 Nyalakan { $kind }
announcements-muted = Baik, { $kind } tidak akan dikirim lagi. Pengumuman darurat tetap dikirim.
announcements-unmuted = Baik, { $kind } akan dikirim lagi.
announcements-history =
    { $count ->
        [0] Belum ada pengumuman yang dikirim kepada Kakak.
       *[other] <b>Pengumuman yang dikirim kepada Kakak</b>
    }
announcements-history-got = 📢 <b>Nomor { $number }</b> ({ $kind }), { $at }
announcements-history-maybe = 📢 <b>Nomor { $number }</b> ({ $kind }), { $at }; mungkin tidak sampai
announcements-history-corrected = ✏️ Sudah diralat { $at }; yang berlaku:
announcements-history-retracted = 🗑 Sudah ditarik { $at }, jadi jangan dipakai lagi. Isinya dulu:
announcements-history-why = Dari { $sender }. Dikirim untuk: { $audience }
announcements-history-muted = Yang Kakak matikan: { $kinds }.
announcements-check-what = Teruskan pesan yang mau dicek ke sini, tempel isinya, atau ketik nomor pengumumannya.
announcements-button-check-not = ✖️ Tidak jadi
announcements-check-cancelled = Baik, tidak jadi dicek ya.
announcements-check-no-words = Pesan itu tidak ada tulisannya, jadi belum bisa dicek. Tempel isinya atau ketik nomornya, ya.
announcements-check-yes =
    ✅ <b>Betul, ini dari { $office }.</b>

    Pengumuman nomor { $number }, dikirim { $at } oleh { $sender }. Isinya sama:
announcements-check-number =
    ✅ <b>Pengumuman nomor { $number } memang dari { $office }</b>, dikirim { $at } oleh { $sender }.

    Cocokkan dengan yang Kakak terima, karena nomor bisa dicatut. Isi aslinya:
announcements-check-nearly =
    🟡 <b>Mirip pengumuman { $office } nomor { $number }</b> ({ $likeness }% sama), dikirim { $at } oleh { $sender }.

    Tidak ada tambahan yang asing, tetapi kata-katanya tidak persis sama. Pegang yang asli ini:
announcements-check-altered =
    ⛔ <b>Hati-hati, Kak, ini bukan pesan asli.</b>

    { $office } memang mengirim pengumuman nomor { $number } pada { $at }, tetapi yang Kakak tunjukkan sudah diubah. Bagian ini bukan dari kami:
announcements-check-altered-real = <b>Yang asli:</b>
announcements-check-links = Tautan aslinya: { $urls }
announcements-check-corrected = ✏️ Pengumuman ini sudah diralat { $at }. Isi yang berlaku:
announcements-check-correction = ✏️ Isi ini hasil ralat { $at } oleh { $sender }.
announcements-check-retracted = 🗑 Pengumuman ini sudah ditarik { $at }, jadi jangan dipakai lagi.
announcements-check-no = ⛔ <b>{ $office } tidak pernah mengirim pesan seperti itu lewat bot ini.</b>
announcements-check-no-number = ⛔ <b>{ $office } tidak pernah mengirim pengumuman nomor { $number } lewat bot ini.</b>
announcements-link = Ini tautannya: { $url }
announcements-link-unknown = Maaf, tautan itu sudah tidak ada.
announcements-button-go = 🔗 Buka
