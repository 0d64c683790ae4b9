# The officials' desk: /petugas, officials and their rights, the record of acts, figures.

desk-not-an-official = Bagian ini untuk petugas { $office }. Kalau Kakak petugas, minta tautan undangan kepada admin. Kalau ada yang mau ditanyakan, pilih Tanya petugas di /menu.
desk-menu =
    🗂 <b>Meja kerja petugas</b>
    Wewenang: { $rights }
desk-button-back = ⬅️ Meja kerja
desk-button-previous = ⬅️ Sebelumnya
desk-button-next = Berikutnya ➡️
desk-button-inbox = 📥 Kotak masuk
desk-button-content = 📝 Isi jawaban
desk-button-reports = 📊 Ringkasan
desk-button-people = 👥 Petugas
desk-button-audit = 🧾 Catatan tindakan

desk-right-answer = menjawab pertanyaan
desk-right-content = mengubah isi jawaban
desk-right-announce = menulis pengumuman
desk-right-approve = menyetujui pengumuman
desk-right-reports = melihat laporan
desk-right-people = mengatur petugas

# -- officials
desk-people =
    👥 <b>Petugas</b>
    { $count ->
        [0] Belum ada petugas yang diundang.
       *[other] Tekan nama untuk mencabut atau menyetujui wewenang.
    }
desk-people-row = • <b>{ $name }</b>: { $rights }
desk-people-waits = (⏳ menunggu admin kedua: { $rights })
desk-people-admins = Ditambah { $count } admin dari pengaturan server; mereka punya semua wewenang.
desk-button-people-back = ⬅️ Petugas
desk-button-invite = ➕ Undang petugas
desk-button-confirm = ✅ Setujui: { $right }
desk-button-take = 🚫 Cabut: { $right }
desk-person-gone = Orang ini tidak punya wewenang apa pun.
desk-take = Cabut wewenang <b>{ $right }</b> dari { $name }? Langsung berlaku, juga untuk tombol di pesan lama.
desk-button-take-sure = Ya, cabut
desk-button-keep = Tidak, biarkan
desk-taken = Wewenangnya sudah dicabut.
desk-nothing-taken = Wewenang itu memang tidak ada.
desk-right-lost = Wewenang Kakak untuk <b>{ $right }</b> sudah dicabut.
desk-right-in-force = ✅ Wewenang Kakak untuk <b>{ $right }</b> sudah berlaku. Meja kerjanya ada di /petugas.
desk-confirmed = Wewenangnya sekarang berlaku.
desk-nothing-waits = Tidak ada yang menunggu persetujuan.
desk-confirm-needs-another = Harus disetujui admin lain, bukan yang mengundang atau yang diundang.

# -- invites
desk-invite = Wewenang apa yang diberikan? Satu tautan untuk satu orang dan satu wewenang.
desk-link =
    ➕ Tautan undangan untuk <b>{ $right }</b>:

    <code>{ $link }</code>

    Kirim langsung ke orangnya. Hanya bisa dipakai sekali, sampai { $until }.
desk-link-second = Wewenang ini baru berlaku setelah disetujui admin lain.
desk-invite-unknown = Tautan undangan ini tidak dikenal. Minta tautan baru kepada admin { $office }.
desk-invite-used = Tautan undangan ini sudah dipakai. Minta tautan baru kepada admin { $office }.
desk-invite-expired = Tautan undangan ini sudah kedaluwarsa. Minta tautan baru kepada admin { $office }.
desk-welcome =
    👋 Selamat bergabung sebagai petugas { $office }! Wewenang Kakak: <b>{ $right }</b>.

    Meja kerjanya ada di /petugas.
desk-welcome-waits = 👋 Undangannya diterima. Wewenang <b>{ $right }</b> masih menunggu persetujuan admin kedua; nanti saya kabari.
desk-came = 👥 { $name } memakai undangan dan sekarang berwenang <b>{ $right }</b>. Kalau bukan orang yang dimaksud, cabut sekarang.
desk-came-waits = 👥 { $name } memakai undangan untuk <b>{ $right }</b>. Baru berlaku setelah disetujui admin yang tidak mengundangnya.
desk-button-look = Lihat petugas ini

# -- the record
desk-audit =
    🧾 <b>Catatan tindakan</b>
    { $count ->
        [0] Belum ada catatan.
       *[other] Yang terbaru di atas; catatan ini tidak bisa diubah atau dihapus.
    }
desk-audit-row = • { $when }: <b>{ $who }</b> { $what } <i>{ $subject }</i>
desk-button-older = Lebih lama ➡️
desk-button-newest = ⬅️ Terbaru
desk-act-by-operator = Server
desk-act-invite-made = membuat undangan
desk-act-invite-used = menerima undangan
desk-act-right-confirmed = menyetujui wewenang
desk-act-right-taken = mencabut wewenang
desk-act-content-edit = mengubah isi
desk-act-content-revert = mengembalikan isi asal
desk-act-question-answered = menjawab pertanyaan
desk-act-question-article = membuat artikel dari
desk-act-question-article-retired = mencabut artikel
desk-act-person-erased = menghapus semua data seseorang
desk-act-season-held = menahan pengingat
desk-act-season-skipped = melewatkan pengingat
desk-act-season-approved = menyetujui pengingat
desk-act-season-released = melepas pengingat
desk-act-season-note = memberi catatan pada pengingat
desk-act-announcement-made = menyiapkan pengingat musim
desk-act-announcement-resent = mengirim ulang yang gagal dari pengumuman
desk-act-announcement-unknown-resent = mengirim ulang yang tidak pasti sampai dari pengumuman
desk-act-announcement-unknown-left = membiarkan yang tidak pasti sampai dari pengumuman
desk-act-announcement-written = menulis pengumuman
desk-act-announcement-edited = mengubah pengumuman
desk-act-announcement-submitted = mengajukan pengumuman
desk-act-announcement-withdrawn = menarik pengajuan pengumuman
desk-act-announcement-voided = membatalkan persetujuan pengumuman
desk-act-announcement-orphaned = membatalkan persetujuan, karena data penulisnya dihapus, untuk pengumuman
desk-act-announcement-approved = menyetujui pengumuman
desk-act-announcement-confirmed = menguatkan pengumuman darurat
desk-act-announcement-rejected = menolak pengumuman
desk-act-announcement-started = mulai mengirim pengumuman
desk-act-announcement-paused = menghentikan sementara pengumuman
desk-act-announcement-resumed = melanjutkan pengumuman
desk-act-announcement-cancelled = membatalkan pengumuman
desk-act-announcement-expired = melewatkan masa berlaku pengumuman
desk-act-announcement-finished = menyelesaikan pengumuman

# -- figures
desk-reports =
    📊 <b>Ringkasan</b>, { $when }
    Angka pertanyaan: 30 hari terakhir.
desk-reports-people = 👤 { $all } orang mengenal bot; { $new } baru dalam 30 hari; { $away } tidak bisa dihubungi.
desk-reports-businesses = 🏪 { $count } usaha terdaftar lewat bot.
desk-reports-questions = ❓ Pertanyaan ke petugas: { $answered } terjawab, { $open } menunggu. Belum bisa dijawab bot: { $missed }.
desk-reports-topics = Paling sering tentang:
desk-reports-topic = • { $topic }: { $count }
desk-reports-no-topic = belum jelas topiknya

# -- content
desk-content =
    📝 <b>Isi jawaban</b>
    Apa yang mau diubah? Setiap perubahan dilihat dulu, tercatat, dan bisa dikembalikan.
desk-kind-figure = 🔢 Angka
desk-kind-programme = 🎓 Program
desk-kind-topic = 💬 Jawaban per topik
desk-kind-office = 📍 Kantor dinas
desk-list-figure = 🔢 <b>Angka</b> ({ $count }). ✏️ berarti sudah diubah petugas.
desk-list-programme = 🎓 <b>Program</b> ({ $count }). ✏️ berarti sudah diubah petugas.
desk-list-topic = 💬 <b>Jawaban per topik</b> ({ $count }). ✏️ berarti sudah diubah petugas.
desk-list-office = 📍 <b>Kantor dinas</b> ({ $count })
desk-button-content-back = ⬅️ Isi jawaban
desk-item = 📝 <b>{ $title }</b>
desk-item-field = <b>{ $name }:</b> { $value }
desk-item-gone = Isi ini sudah tidak ada.
desk-nothing = (kosong)
desk-field-value = Nilai
desk-field-as-of = Tanggal data
desk-field-who = Siapa yang menyatakan
desk-field-sources = Sumber
desk-field-wording = Kalimat
desk-field-caveat = Catatan
desk-field-title = Judul
desk-field-status = Status
desk-field-what = Apa
desk-field-for-whom = Untuk siapa
desk-field-steps = Langkah
desk-field-requirements = Syarat
desk-field-schedule = Jadwal
desk-field-quota = Kuota
desk-field-cost = Biaya
desk-field-deadline = Batas akhir
desk-field-url = Tautan
desk-field-valid-as-of = Berlaku per
desk-field-check-with = Cek ke
desk-field-answer = Jawaban
desk-field-address = Alamat
desk-field-phone = Telepon
desk-field-whatsapp = WhatsApp
desk-field-email = Email
desk-field-website = Situs
desk-field-social-media = Media sosial
desk-field-hours = Jam buka
desk-field-maps = Peta
desk-change = ✏️ <b>{ $name }</b> dari { $title }
desk-change-now = Sekarang: <blockquote>{ $value }</blockquote>
desk-hint-text = Tulis isi yang baru. Bagian dalam kurung kurawal terisi sendiri dari data, jadi biarkan apa adanya.
desk-hint-lines = Tulis satu butir per baris.
desk-hint-number = Tulis angkanya saja, misalnya 93.000 atau 2,5.
desk-hint-when = Tulis tanggal, bulan, atau tahunnya, misalnya 10 November 2025.
desk-hint-day = Tulis tanggalnya, misalnya 10 November 2025.
desk-hint-url = Tulis alamat lengkapnya, misalnya https://umkm.contoh.go.id.
desk-hint-choice = Pilihannya: { $choices }.
desk-hint-source = Tulis sumber baru: nama, tanggal, dan tautan bila ada, dipisah tanda |. Misalnya: Kepala dinas, rapat koordinasi | 3 Juni 2026
desk-hint-optional = Tulis tanda - untuk mengosongkan.
desk-bad-number = Itu belum terbaca sebagai angka. Tulis misalnya 93.000 atau 2,5.
desk-bad-date = Tanggalnya belum terbaca. Tulis misalnya 10 November 2025.
desk-bad-url = Tautannya harus lengkap, misalnya https://umkm.contoh.go.id.
desk-bad-choice = Pilihannya hanya { $choices }.
desk-bad-empty = Bagian ini harus diisi. Tulis isinya, atau tekan Batal.
desk-bad-source = Tulis nama dan tanggal sumbernya, dipisah tanda |. Misalnya: Kepala dinas, rapat koordinasi | 3 Juni 2026
desk-problems = Belum bisa disimpan:
desk-problem-number = • Ada angka yang ditulis langsung. Angka disimpan di bagian Angka dengan sumbernya; di sini pakai kurung kurawalnya.
desk-problem-placeholder = • Ada kurung kurawal yang tidak dikenal. Salin persis seperti aslinya.
desk-problem-long = • Terlalu panjang. Ringkas dulu, ya.
desk-problem-range = • Nilainya di luar rentang yang masuk akal untuk angka ini.
desk-problem-short = • Masih kosong atau terlalu pendek.
desk-problem-other = • Isinya tidak cocok dengan data lain. Minta bantuan pengelola server untuk memeriksanya.
desk-ask-source = Angka baru: <b>{ $value }</b>. Dari mana dan kapan? Setiap angka ditampilkan bersama sumbernya.
desk-preview =
    👀 <b>{ $name }</b>
    Sebelum: <blockquote>{ $before }</blockquote>
    Sesudah: <blockquote>{ $after }</blockquote>
desk-preview-said =
    Begini nanti terbaca:
    <blockquote>{ $text }</blockquote>
desk-button-save = 💾 Simpan
desk-saved = ✅ Tersimpan. Bot langsung memakai isi yang baru.
desk-nothing-to-save = Tidak ada perubahan yang menunggu disimpan.
desk-button-undo = ↩️ Kembalikan isi asal
desk-undo = Kembalikan <b>{ $title }</b> ke isi asal? Semua perubahan petugas pada bagian ini dibatalkan.
desk-button-undo-sure = Ya, kembalikan
desk-undone = ↩️ Sudah kembali ke isi asal.
desk-no-original = Isi ini dibuat petugas, jadi tidak punya isi asal.
