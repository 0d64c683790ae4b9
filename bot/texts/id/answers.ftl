# Answers to questions; what they say comes from the city's content, here are only the words around them.

answers-not-understood =
    Maaf, saya belum yakin maksudnya. { $offered ->
        [0] Coba tulis dengan kata lain, atau tanyakan ke petugas.
       *[other] Apakah salah satu dari ini?
    }

    { $list }
answers-options =
    Baik. Pilihannya:

    { $list }
answers-sources =
    Keterangan tadi kami ambil dari:

    { $list }
answers-source-linked = • <a href="{ $url }">{ $name }</a>
answers-source-named = • { $name }
answers-salam = Waalaikumsalam, Kak 🙏
answers-hello = Halo, Kak! 👋
answers-aspect-unknown =
    <b>{ $topic }</b>: { $aspect ->
        [cost] biayanya
        [duration] lama prosesnya
        [requirements] syarat lengkapnya
        [where] tempatnya
        [how] langkah lengkapnya
        [schedule] jadwalnya
        [online] bisa daring atau harus datang
        [validity] masa berlakunya
        [quota] kuotanya
        [interest] bunganya
        [installment] besar cicilannya
       *[other] rincian itu
    } belum kami ketahui, Kak, jadi tidak kami tebak. Pastinya tanyakan ke { $whom }, atau pilih Tanya petugas.
answers-button-human = 🙋 Tanya petugas
answers-not-text = Maaf, saya baru bisa membaca tulisan, Kak. Boleh diketik singkat saja? 🙏
answers-voice = Maaf, saya belum bisa mendengarkan pesan suara, Kak. Boleh diketik singkat saja? 🙏
answers-sticker = 😊 Ada yang bisa saya bantu, Kak? Ketik saja pertanyaannya.
answers-picture = Fotonya sudah masuk, Kak, tetapi saya baru bisa membaca tulisan. Ceritakan sedikit ya, mau tanya soal apa?

answers-menu-stat = <b>Data UMKM { $city }</b>. Mau lihat yang mana?
answers-menu-program = <b>Program untuk UMKM</b>. Pilih yang Kakak minati:
answers-menu-legal = <b>Izin, pajak, dan pembukuan</b>. Pilih yang mau ditanyakan:
answers-menu-season = <b>Musim jualan</b>. Pilih di bawah ini:
answers-menu-office = <b>Kantor dan layanan</b>

# -- worked-out answers

answers-scale-mikro = usaha mikro
answers-scale-kecil = usaha kecil
answers-scale-menengah = usaha menengah
answers-scale-di-atas = usaha besar (di luar kriteria UMKM)

answers-sum-year = Omzet { $amount } setahun ({ $words })
answers-sum-times = Omzet { $amount } × { $times } { $unit } = { $sum } setahun
answers-class-capital = Modal { $amount } ({ $words }), di luar tanah dan bangunan,
answers-class-result = { $sum } termasuk <b>{ $scale }</b>.
answers-class-other = Menurut modalnya termasuk { $scale }; untuk usaha yang sudah berjalan setahun, omzet yang dipakai. Bila ragu, pastikan ke dinas.
answers-class-which-period = Omzet itu setahun atau sebulan, Kak? Beginilah keduanya:
answers-class-if = • { $sum }: <b>{ $scale }</b>
answers-class-distance =
    { $times ->
        [0] Jarak ke { $scale }: { $distance } lagi.
       *[other] Jarak ke { $scale }: { $distance } lagi, artinya omzet perlu menjadi kira-kira { $times } kali yang sekarang.
    }
answers-class-at-limit = Ini tepat di batasnya: lebih dari ini sudah { $scale }.
answers-class-limits =
    Disebut <b>{ $scale }</b> kalau penjualan kotornya setahun { $lowest ->
        [yes] sampai { $high }.
       *[other] di atas { $low } sampai { $high }.
    }
answers-class-rule-capital =
    Usaha baru dinilai dari modalnya: mikro sampai { $micro }, kecil sampai { $small }, menengah sampai { $medium }. Kalau sudah berjalan setahun, yang dipakai omzetnya.
answers-class-rule =
    Aturannya dari penjualan kotor setahun, bukan laba: mikro sampai { $micro }, kecil sampai { $small }, menengah sampai { $medium }.
answers-amount-negative = Angkanya tidak bisa minus, Kak. Tulis omzetnya, misalnya "omzet 10 juta sebulan".
answers-amount-too-large = Angkanya terlalu besar, Kak. Coba periksa lagi, misalnya "omzet 10 juta sebulan".
answers-amount-which = Biar tidak salah hitung, tulis satu angka saja ya, Kak. Maksudnya { $guesses }?
answers-amount-profit = Kelas usaha dan pajak dihitung dari omzet (semua penjualan, sebelum dikurangi biaya), bukan dari laba. Omzetnya kira-kira berapa, Kak?

answers-tax-none = { $sum } <b>tidak kena PPh final</b>, karena sampai { $free } setahun dibebaskan untuk usaha perorangan. SPT Tahunan tetap dilaporkan.
answers-tax-due = { $sum }. Yang dihitung hanya di atas { $free }: { $rate } × { $taxed } = <b>{ $due } setahun</b> untuk usaha perorangan.
answers-tax-above = { $sum } sudah di atas { $top }, jadi tidak memakai PPh final { $rate }. Tanyakan hitungannya ke kantor pajak.
answers-tax-caveat =
    Bagian bebas { $free } hanya untuk orang pribadi, bukan PT, CV, atau koperasi. Jangka waktu tarif { $rate } sedang direvisi pemerintah, jadi cek lagi ke kantor pajak.

answers-kur-amount =
    { $kind ->
        [none] Pinjaman { $amount } lebih besar dari KUR: paling banyak { $limit } (KUR kecil). Untuk itu tanyakan kredit lain ke bank.
        [super-micro] Pinjaman { $amount } masuk <b>KUR super mikro</b> (sampai { $limit }).
        [micro] Pinjaman { $amount } masuk <b>KUR mikro</b> (sampai { $limit }).
       *[small] Pinjaman { $amount } masuk <b>KUR kecil</b> (sampai { $limit }).
    }{ $kind ->
        [none] {""}
       *[other] {" "}{ $secured ->
            [no] Sampai { $free } tanpa agunan tambahan.
           *[yes] Di atas { $free } bank bisa meminta agunan tambahan.
        } Yang umum diminta: usaha sudah jalan { $months } bulan, NIB atau surat keterangan usaha{ $npwp ->
            [yes] , dan NPWP
           *[no] {""}
        }. Cicilan dan keputusannya di bank.
    }

answers-share =
    { $percent } dari { $total } UMKM kira-kira <b>{ $count } usaha</b>.

    Ini hitungan kami dari angka yang dibulatkan ({ $who }, { $date }).
answers-share-rest =
    Di luar kuliner dan pangan ada <b>{ $count } usaha</b>, dari { $total } UMKM yang tercatat.

    Ini hitungan kami dari angka yang dibulatkan ({ $who }, { $date }).
answers-share-rise =
    Kalau bertambah { $percent } dari { $total } (kira-kira { $count }), jadinya sekitar <b>{ $new } usaha</b>.

    Ini hitungan kami, bukan ramalan: angka pertumbuhan yang sebenarnya tidak diumumkan dinas.
answers-share-fall =
    Kalau berkurang { $percent } dari { $total } (kira-kira { $count }), jadinya sekitar <b>{ $new } usaha</b>.

    Ini hitungan kami, bukan ramalan: dinas tidak mengumumkan angka seperti itu.
answers-split-unknown =
    Jumlah { $scale } saja tidak pernah diumumkan dinas, jadi tidak kami tebak.

    Yang ada: usaha kecil dan menengah bersama-sama <b>{ $both }</b> ({ $total } UMKM dikurangi { $micro } usaha mikro). Ini hitungan kami dari keterangan { $who }, { $date }.

# -- /statistik as a picture

answers-chart-title = UMKM Kota { $city }
answers-chart-total = { $total } UMKM tercatat
answers-chart-by-scale = Menurut skala
answers-chart-micro = Mikro ± { $count } ({ $share })
answers-chart-bigger = Kecil & menengah ± { $count }
answers-chart-by-sector = Menurut bidang
answers-chart-food = Kuliner & pangan { $share } (± { $count })
answers-chart-others = Bidang lain ± { $count }
answers-chart-alt =
    Tercatat { $total } UMKM di { $city }: { $micro } usaha mikro ({ $micro_share }) dan { $bigger } usaha kecil dan menengah. Kuliner dan pangan { $food } dari jumlah usaha ({ $food_count }), bidang lain { $others }.

    Persen dan selisihnya hitungan kami dari angka yang dibulatkan.
    { $source }
