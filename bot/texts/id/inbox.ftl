# Human help: people ask officials and complain; officials answer.

# -- people ask
inbox-told-already = Kalau tulisan Kakak tadi sudah lengkap, tekan <b>Kirim tulisan tadi</b>. Kalau ada yang mau ditambah, tulis saja sekarang.
inbox-name-is-seen = Petugas melihat nama panggilan Telegram Kakak, bukan nomor teleponnya.
inbox-button-send-told = 📨 Kirim tulisan tadi
inbox-button-complaint = 📢 Ini keluhan
inbox-nothing-to-send = Tidak ada yang menunggu dikirim, Kak. Tulis lagi lewat menu <b>Tanya petugas</b>, ya.
inbox-sent-question =
    ✅ Sudah sampai ke petugas { $office }, Kak. Nomornya <b>{ $reference }</b>.

    Jawabannya datang di chat ini. Kalau ada yang kurang, tekan Tambah keterangan.
inbox-sent-complaint =
    ✅ Keluhan Kakak sudah sampai ke petugas { $office } dan akan dibaca orang, bukan bot. Nomornya <b>{ $reference }</b>.

    Tanggapannya datang di chat ini. Kalau ada yang teringat lagi, tekan Tambah keterangan.
inbox-kept =
    ✅ Sudah kami simpan dengan nomor <b>{ $reference }</b>, Kak, tetapi saat ini belum ada petugas { $office } yang terhubung.

    Petugas akan membacanya begitu masuk, dan jawabannya datang di chat ini.
inbox-number-hidden = 🔒 Deretan 16 angka (seperti NIK) saya samarkan sebelum disimpan. Petugas tidak memerlukannya di sini.
inbox-button-add = ✍️ Tambah keterangan
inbox-button-withdraw = ↩️ Tarik kembali
inbox-add = Silakan tulis tambahan untuk <b>{ $reference }</b>.
inbox-added = ✅ Tambahannya sudah masuk ke <b>{ $reference }</b>.
inbox-withdraw = Tarik kembali <b>{ $reference }</b>? Isinya dihapus dan petugas tidak perlu menjawab lagi.
inbox-button-withdraw-sure = Ya, tarik kembali
inbox-button-keep = Tidak, biarkan
inbox-withdrawn = <b>{ $reference }</b> sudah ditarik dan isinya dihapus.
inbox-stays = Baik, <b>{ $reference }</b> tetap menunggu jawaban petugas.
inbox-again = Silakan tulis pertanyaan lanjutannya, Kak. Langsung saya teruskan ke petugas.
inbox-missed-twice = Dua kali saya belum bisa membantu, maaf ya, Kak. Kalau mau, pertanyaan Kakak saya kirim ke petugas { $office } supaya dijawab orang.
inbox-button-forward = 📨 Kirim ke petugas

# -- what cannot be done
inbox-refused-empty = Tulisannya masih kosong, Kak. Boleh diketik?
inbox-refused-long = Tulisannya terlalu panjang: { $length } huruf, paling banyak { $limit }. Boleh diringkas, atau kirim bertahap lewat Tambah keterangan.
inbox-refused-closed = <b>{ $reference }</b> sudah selesai, jadi tidak bisa diubah lagi. Kalau masih ada pertanyaan, pilih Tanya petugas.
inbox-refused-full = Sudah { $most } kali ditambah, Kak. Tunggu jawaban petugas dulu, ya.
inbox-refused-unknown = Pertanyaan ini tidak ditemukan lagi.
inbox-refused-withdrawn = Pertanyaan ini sudah ditarik oleh penanyanya, jadi tidak perlu dijawab.
inbox-refused-answered = <b>{ $reference }</b> sudah dijawab oleh { $name }. Jawaban yang baru saja tidak dikirim.

# -- complaints
inbox-complaint-begin = Terima kasih sudah mau bercerita, Kak. Yang membaca petugas, orang, bukan bot. Apa yang terjadi, di acara atau layanan apa, dan kapan?
inbox-complaint-heard =
    Terima kasih sudah bilang, Kak; ini saya anggap serius dan bisa saya teruskan ke petugas sebagai keluhan.

    Supaya bisa ditelusuri: ini di acara atau layanan apa, dan kapan kejadiannya?
inbox-complaint-doubt = Wajar kalau Kakak ragu. Keluhan ini dibaca petugas, orang, bukan dijawab mesin, dan Kakak mendapat nomor untuk menagihnya. Di acara apa, dan kapan kejadiannya?
inbox-complaint-more = Sudah saya catat. Ada yang mau ditambah? Kalau sudah cukup, tekan <b>Kirim</b>.
inbox-complaint-full = Catatannya sudah penuh, Kak. Tekan <b>Kirim</b> dulu, sisanya bisa lewat Tambah keterangan.
inbox-anonymous =
    Bisa. Petugas tidak akan melihat nama atau akun Kakak, hanya nomor keluhannya. Yang perlu Kakak tahu: bot tetap menyimpan nomor chat ini, supaya jawabannya bisa sampai. Isi tulisan diteruskan apa adanya, jadi jangan sebut nama sendiri di dalamnya.

    Kalau sudah cukup, tekan <b>Kirim</b>.
inbox-button-send = 📨 Kirim
inbox-button-anonymous = 🕶 Jangan sebut nama saya

# -- what officials see
inbox-gone = (isinya sudah dihapus)
inbox-card-question = ❓ <b>Pertanyaan { $reference }</b>
inbox-card-complaint = 📢 <b>Keluhan { $reference }</b>
inbox-card-from = dari { $name }, { $when }
inbox-card-nameless = tanpa nama, { $when }
inbox-card-text = <blockquote>{ $text }</blockquote>
inbox-card-part = ➕ <blockquote>{ $text }</blockquote>
inbox-card-before = Sebelumnya dibahas: { $topics }
inbox-card-guess = Mungkin tentang: { $topic } ({ $share })
inbox-card-asked = 👥 Ditanyakan { $count } orang; satu jawaban sampai ke semuanya.
inbox-card-how = <i>Balas pesan ini untuk menjawab.</i>
inbox-card-withdrawn = ↩️ <i>Sudah ditarik oleh penanyanya.</i>
inbox-card-answered =
    ✅ Dijawab { $name }, { $when }:
    <blockquote>{ $answer }</blockquote>
inbox-told-sent = 📬 Sampai ke { $count } orang.
inbox-told-later = ⏳ Belum sampai ke { $count } orang; segera dicoba lagi.
inbox-told-sending = ⏳ Sedang dikirim ke { $count } orang.
inbox-told-never = 🚫 Tidak bisa dikirim ke { $count } orang (memblokir bot atau akunnya tidak aktif).
inbox-told-unknown = ❔ Belum pasti sampai ke { $count } orang; sengaja tidak dikirim ulang.
inbox-button-answer = ✍️ Jawab
inbox-button-article = 📚 Jadikan artikel
inbox-write-answer = Silakan tulis jawaban untuk <b>{ $reference }</b>. Langsung terkirim ke penanya.
inbox-answered = Terima kasih, jawaban untuk <b>{ $reference }</b> sudah disimpan.

inbox-letter =
    💬 <b>Jawaban petugas { $office }</b> untuk { $reference }
    <blockquote>{ $text }</blockquote>
    { $answer }
inbox-button-again = ✍️ Tanya lagi

inbox-list =
    📥 <b>Kotak masuk</b>
    { $count ->
        [0] Tidak ada pertanyaan yang menunggu.
       *[other] { $count } menunggu jawaban, yang paling lama di atas.
    }
inbox-row-question = ❓ { $text }{ $count ->
        [1] {""}
       *[other] {" "}(×{ $count })
    }
inbox-row-complaint = 📢 { $text }
inbox-button-list = ⬅️ Kotak masuk
inbox-button-missed = 🤷 Belum bisa dijawab bot
inbox-button-articles = 📚 Artikel
inbox-missed =
    🤷 <b>Yang belum bisa dijawab bot</b>
    { $count ->
        [0] Belum ada.
       *[other] Dikelompokkan menurut kemiripan, 90 hari terakhir. Penanyanya tidak meminta petugas.
    }
inbox-missed-row = • { $text } <b>×{ $count }</b>
inbox-missed-how = Tekan salah satu untuk menulis jawabannya. Setelah itu bot yang menjawab siapa pun yang bertanya serupa.
inbox-write-article = Tulis jawabannya. Bot akan menyampaikannya sebagai jawaban petugas kepada siapa pun yang bertanya hampir sama.
inbox-article-made =
    📚 Artikel tersimpan. Siapa pun yang bertanya hampir seperti ini:
    <blockquote>{ $question }</blockquote>
    mendapat jawaban:
    <blockquote>{ $answer }</blockquote>
inbox-button-retire = 🗑 Cabut artikel
inbox-button-retire-number = 🗑 Cabut nomor { $number }
inbox-article-retired = Artikel sudah dicabut. Bot tidak memakainya lagi.
inbox-articles =
    📚 <b>Artikel</b>
    { $count ->
        [0] Belum ada. Artikel dibuat dari jawaban petugas.
       *[other] { $count } dipakai bot sekarang; yang terbaru:
    }
inbox-articles-row =
    <b>{ $number }.</b> { $question }
    ↳ { $answer }
inbox-article =
    { $answer }

    <i>Jawaban petugas { $office }, { $date }.</i>
