# What the gate says: too fast, not allowed, something failed.

gate-slow = Pesannya masuk cepat sekali 🙏 Saya jawab satu per satu ya, mohon tunggu sebentar.
gate-not-allowed = Maaf, tombol ini hanya untuk petugas yang berwenang.
gate-not-allowed-message = Maaf, bagian ini hanya untuk petugas yang berwenang.
gate-error =
    Maaf, ada kendala di sistem kami, jadi permintaan ini belum berhasil. Jawaban Kakak yang sudah tersimpan tetap aman.

    Silakan coba sekali lagi. Kalau masih gagal, sebutkan kode <b>{ $incident }</b> kepada petugas.
gate-incident = ⚠️ Gangguan <b>{ $incident }</b>: <code>{ $kind }</code>. Rinciannya ada di catatan server dengan kode yang sama.
