# What the announcement services say: the lines every announcement carries, refusals, reasons, and the report's columns.

# -- on every announcement (plain text, handlers/announcements/lane.py)
announcements-frame = 📢 Pengumuman nomor { NUMBER($number, useGrouping: 0) } · { $office }
    Asli atau bukan? Ketik /cek { NUMBER($number, useGrouping: 0) }
announcements-frame-group = 📢 Pengumuman nomor { NUMBER($number, useGrouping: 0) } · { $office }
    Asli atau bukan? Kirim /cek { NUMBER($number, useGrouping: 0) } ke @{ $bot }
announcements-signed = { $name }, { $office }
announcements-frame-corrected = ✏️ Ralat pengumuman nomor { NUMBER($number, useGrouping: 0) }, { $at } · { $office }
announcements-frame-retracted = 🗑 Pengumuman nomor { NUMBER($number, useGrouping: 0) } ditarik, { $at } · { $office }
announcements-button-mute = 🔕 Matikan { $kind }
announcements-kind-emergency = pengumuman darurat
announcements-kind-deadline = info tenggat
announcements-kind-information = info umum
announcements-kind-season = pengingat musim

# -- why a service did not do it (bot/announcements/refusals.py)
announcements-refused-unknown = Pengumuman nomor { $number } tidak ada.
announcements-refused-not-yours = Pengumuman nomor { $number } ditulis petugas lain. Salin dulu kalau mau mengubah isinya.
announcements-refused-not-editable = Pengumuman nomor { $number } sudah tidak bisa diubah. Salin jadi draf baru, atau buat ralat.
announcements-refused-signature = Nama pengirim paling panjang { $most } huruf. Pakai nama panggilan atau nama bidang saja.
announcements-refused-fixed = Bagian ini tidak bisa diubah pada ralat.
announcements-refused-in-the-past = Waktunya sudah lewat. Pilih waktu yang akan datang.
announcements-refused-media = Lampiran harus satu foto, dokumen, atau video. Kirim ulang berkasnya.
announcements-refused-many-buttons = Paling banyak { $most } tombol tautan.
announcements-refused-button-label = Tulisan tombol harus diisi, paling panjang { $most } huruf.
announcements-refused-button-url = Tautannya belum benar. Tulis lengkap, misalnya https://contoh.go.id
announcements-refused-blank-unknown = Isian { $blank } tidak dikenal. Yang bisa dipakai: {"{"}nama{"}"} dan {"{"}usaha{"}"}.
announcements-refused-blank-fallback = Pengganti untuk { $blank } harus diisi, paling panjang { $most } huruf.
announcements-refused-blank-without-fallback = Isi dulu pengganti untuk { $blank }, untuk penerima yang datanya belum ada.
announcements-refused-too-long = Teksnya { $have } huruf, padahal muatnya { $most }. Pendekkan sedikit, ya.
announcements-refused-empty = Isinya masih kosong. Tulis teks atau kirim lampiran dulu.
announcements-refused-no-audience = Pilih dulu siapa penerimanya.
announcements-refused-validity = Batas “Paling lambat” harus sesudah waktu kirim. Ubah salah satunya, ya.
announcements-refused-all-quiet = Dari waktu kirim sampai batas “Paling lambat” hanya ada jam tenang, jadi tidak ada yang akan menerimanya. Ubah salah satunya, ya.
announcements-refused-template = Ini contoh untuk disalin. Salin dulu, lalu kirim salinannya.
announcements-refused-own = Pengumuman sendiri harus disetujui petugas lain.
announcements-refused-changed = Isinya sudah berubah sejak ditampilkan. Buka lagi dan periksa sebelum menyetujui.
announcements-refused-twice = Persetujuan Kakak untuk pengumuman nomor { $number } sudah tercatat. Tinggal menunggu petugas lain.
announcements-refused-too-late = Masa berlaku pengumuman nomor { $number } sudah lewat. Salin jadi draf baru kalau masih perlu.
announcements-refused-not-awaiting = Pengumuman nomor { $number } tidak sedang menunggu persetujuan.
announcements-refused-no-reason = Tulis alasannya dulu, supaya penulis tahu apa yang perlu diperbaiki.
announcements-refused-not-started = Pengumuman nomor { $number } belum pernah dikirim.
announcements-refused-still-sending = Pengumuman nomor { $number } masih berjalan. Batalkan sisanya dulu, baru buat ralat.
announcements-refused-retracted = Pengumuman nomor { $number } sudah ditarik, jadi tidak bisa diralat atau ditarik lagi.
announcements-refused-none-left = Tidak ada penerima yang perlu dikirimi lagi.

# -- buckets of the ledger
announcements-fate-queued = Menunggu
announcements-fate-sending =
    { $action ->
        [send] Sedang dikirim
       *[other] Sedang diproses
    }
announcements-fate-sent =
    { $action ->
        [edit] Diralat
        [delete] Ditarik
       *[send] Terkirim
    }
announcements-fate-blocked = Tidak terjangkau
announcements-fate-failed = Gagal
announcements-fate-unknown = Belum pasti sampai
announcements-fate-skipped = Dilewati

# -- why
announcements-skipped-opted-out = Tidak ingin menerima jenis ini
announcements-skipped-blocked = Sudah memblokir bot atau tidak aktif sebelumnya
announcements-skipped-budget = Jatah minggu ini sudah terpakai
announcements-skipped-cancelled = Pengumuman dibatalkan
announcements-skipped-expired = Masa berlaku habis
announcements-skipped-no-message = Pesan aslinya belum pasti sampai
announcements-skipped-erased = Data orang ini sudah dihapus
announcements-unknown-lost = Jawaban Telegram tidak sampai
announcements-unknown-error = Jawaban Telegram tidak terbaca
announcements-unknown-interrupted = Bot terhenti saat mengirim
announcements-unknown-left = Belum pasti sampai, dibiarkan oleh petugas
announcements-reason-other = Alasan lain
announcements-paused-official = Dihentikan oleh petugas
announcements-paused-canary = Terlalu banyak yang gagal pada kiriman pertama
announcements-paused-failures = Terlalu banyak yang gagal

# -- spreadsheet
announcements-sheet = Penerima
announcements-column-person = ID Telegram
announcements-column-name = Nama
announcements-name-chat = (grup atau kanal dinas)
announcements-name-erased = (datanya sudah dihapus)
announcements-column-state = Hasil
announcements-column-reason = Alasan
announcements-column-attempts = Percobaan
announcements-column-again = Dikirim ulang
announcements-column-at = Waktu
